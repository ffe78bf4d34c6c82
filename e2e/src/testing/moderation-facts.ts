import type { Stage } from './client-stage.js';

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

export function moderationIsTold({ kind: { scene }, enter, lose, giveBack }: Stage): void {
  it.each([
    { how: 'muted', method: 'PUT', path: 'mutes/guilty', body: { until: inAnHour() }, code: 'muted' },
    { how: 'banned', method: 'PUT', path: 'bans/guilty', code: 'banned' },
  ] as const)('somebody who is $how while away is told so by the promise', async ({ method, path, code, ...more }) => {
    const roomId = scene.newRoom();
    const owner = await enter({ userId: 'owner', roomId });
    const guilty = await enter({ userId: 'guilty', roomId, isFar: true });
    await guilty.said('before');
    await lose(guilty);
    const sent = guilty.say('after');
    const body = 'body' in more ? more.body : undefined;
    expect(await owner.client.request(method, `/rooms/${roomId}/${path}`, body)).toHaveProperty('done');
    await giveBack(guilty);
    expect(await sent).toEqual([{ code }]);
    await guilty.hasUnsent(0);
    await owner.said('the end');
    await owner.hears(2);
    expect(await owner.heard()).toEqual(['before', 'the end']);
  });
}
