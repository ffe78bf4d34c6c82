import { numbered, receiptsOf, type Person, type Stage } from './client-stage.js';

export function nothingUnsentIsLost({ kind: { scene }, come, enter, lose, giveBack, network }: Stage): void {
  const bothSides = async (): Promise<[Person, Person]> => {
    const roomId = scene.newRoom();
    return [await enter({ userId: 'near', roomId }), await enter({ userId: 'far', roomId, isFar: true })];
  };

  it('what is said offline is shown as pending, and arrives once and in order when the network is back', async () => {
    const [near, far] = await bothSides();
    await far.said('before');
    await lose(far);
    const sent = far.say(...numbered('offline', 10));
    await far.hasUnsent(10);
    expect(await far.pending()).toEqual(numbered('offline', 10));
    await near.said('meanwhile');
    await giveBack(far);
    receiptsOf(await sent);
    await Promise.all([near.hears(12), far.hears(12)]);
    expect(await near.heard()).toEqual(['before', 'meanwhile', ...numbered('offline', 10)]);
    expect(await far.heard()).toEqual(await near.heard());
    await far.hasUnsent(0);
    expect(await far.pending()).toEqual([]);
  });

  it('what was not sent when the client ended is sent by the next one of the same user and device', async () => {
    const [near, far] = await bothSides();
    await lose(far);
    const sent = far.say(...numbered('kept', 5));
    await far.keeps(5);
    await far.client.close();
    expect(await sent).toEqual(numbered('kept', 5).map(() => ({ code: 'closed' })));
    network().open();
    const again = await far.again();
    await near.hears(5);
    expect(await near.heard()).toEqual(numbered('kept', 5));
    await again.keeps(0);
  });

  it('what was said before the server was ever there is kept over a restart, shown, and stored once', async () => {
    const roomId = scene.newRoom();
    const near = await enter({ userId: 'near', roomId });
    await lose();
    const first = await come({ userId: 'far', roomId, isFar: true });
    const sent = first.say(...numbered('early', 3));
    await first.keeps(3);
    await first.client.close();
    expect(await sent).toEqual(numbered('early', 3).map(() => ({ code: 'closed' })));
    const again = await first.again();
    await again.hasUnsent(3);
    expect(await again.pending()).toEqual(numbered('early', 3));
    expect(await again.client.me()).toBeUndefined();
    await giveBack(again);
    await near.hears(3);
    await again.hasUnsent(0);
    await near.said('the end');
    await near.hears(4);
    expect(await near.heard()).toEqual([...numbered('early', 3), 'the end']);
    await again.keeps(0);
  });
}
