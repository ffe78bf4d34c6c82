import type { Stage } from './client-stage.js';

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

interface Way {
  readonly how: string;
  readonly method: 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly code: string;
}

export function moderationIsTold({ kind: { scene, transport }, enter, lose, giveBack }: Stage): void {
  const ways: readonly Way[] = [
    { how: 'muted', method: 'PUT', path: 'mutes/guilty', body: { until: inAnHour() }, code: 'muted' },
    { how: 'banned', method: 'PUT', path: 'bans/guilty', code: 'banned' },
    // Over HTTP whoever says something becomes a member by that, also anew.
    ...(transport === 'websocket'
      ? [{ how: 'removed', method: 'DELETE', path: 'members/guilty', code: 'not_a_member' } as const]
      : []),
  ];

  it.each(ways)('somebody who is $how while away is told so by the promise', async ({ method, path, code, body }) => {
    const roomId = scene.newRoom();
    const owner = await enter({ userId: 'owner', roomId });
    const guilty = await enter({ userId: 'guilty', roomId, isFar: true });
    await guilty.said('before');
    await lose(guilty);
    const sent = guilty.say('after');
    expect(await owner.client.request(method, `/rooms/${roomId}/${path}`, body)).toHaveProperty('done');
    await giveBack(guilty);
    expect(await sent).toEqual([{ code }]);
    await guilty.hasUnsent(0);
    await guilty.keeps(1);
    await guilty.client.discard(roomId);
    await guilty.keeps(0);
    await owner.said('the end');
    await owner.hears(2);
    expect(await owner.heard()).toEqual(['before', 'the end']);
  });
}
