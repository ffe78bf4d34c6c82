import { at, deleted, edited, eve, posted, reacted, setHistory, unreacted, type CreateHistory } from './talk-scene.js';

/** That what is told twice counts once; a part of the contract of a `MessageHistory`. */
export function messageReplayContract(create: CreateHistory): void {
  const scene = setHistory(create);
  const { apply, page, positions } = scene;

  describe('replay', () => {
    const log = [
      at(1, posted('one')),
      at(2, posted('two', eve)),
      at(3, reacted(1, '👍', eve)),
      at(4, edited(1, 'ONE')),
      at(5, unreacted(1, '👍', eve)),
      at(6, posted('three')),
      at(7, deleted(2, eve)),
      at(8, edited(1, 'Uno')),
      at(9, reacted(6, '🔥', eve)),
    ];

    it('of the whole log changes nothing', async () => {
      await apply(...log);
      const before = await page();
      await apply(...log);
      expect(await page()).toEqual(before);
    });

    it.each(log.map((event) => [event.event.type, event.position, event] as const))(
      'of one event alone changes nothing: %s at %d',
      async (_, __, event) => {
        await apply(...log);
        const before = await page();
        await apply(event);
        expect(await page()).toEqual(before);
      },
    );

    it('of one room does not hold back another', async () => {
      await apply(...log, at(5, posted('elsewhere'), 'attic'));
      expect(await positions({ roomId: 'attic' })).toEqual({ positions: [5], more: false });
    });
  });
}
