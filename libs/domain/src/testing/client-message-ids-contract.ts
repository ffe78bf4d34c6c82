import type { TalkEvent } from '../room/events.js';
import {
  at,
  bob,
  deleted,
  edited,
  eve,
  impostor,
  posted,
  reacted,
  setHistory,
  type CreateHistory,
} from './talk-scene.js';

/** What is known by the ids that clients give; a part of the contract of a `MessageHistory`. */
export function clientMessageIdsContract(create: CreateHistory): void {
  const scene = setHistory(create);
  const { apply, page, positions } = scene;

  describe('a client message id', () => {
    const sentAs = (clientMessageId: string, by = bob, roomId = 'lobby') =>
      scene.history.sentAs({ roomId, by, clientMessageId });
    const sent = async (by = bob, { limit = 100, roomId = 'lobby' } = {}) =>
      (await scene.history.sent({ roomId, by, limit }))?.toSorted();
    const postedAs = (clientMessageId: string, content: string, by = bob): TalkEvent =>
      ({ ...posted(content, by), clientMessageId }) as TalkEvent;

    it('names the message that was posted under it', async () => {
      await apply(at(3, postedAs('c1', 'hi')), at(4, postedAs('c2', 'ho')));
      expect(await sentAs('c1')).toEqual({ position: 3, postedAt: 1_700_000_000_003 });
      expect(await sentAs('c2')).toMatchObject({ position: 4 });
      expect(await sentAs('c3')).toBeUndefined();
    });

    it.each(['__proto__', 'constructor', ' ', '狼煙'])('may be %j', async (id) => {
      expect(await sentAs(id)).toBeUndefined();
      await apply(at(3, postedAs(id, 'hi')));
      expect(await sentAs(id)).toMatchObject({ position: 3 });
    });

    it('is one of its author in its room: of a user, or of a guest of that id, never of both', async () => {
      await apply(
        at(3, postedAs('c1', 'of bob')),
        at(4, postedAs('c1', 'of eve', eve)),
        at(5, postedAs('c1', 'of a guest', impostor)),
        at(6, postedAs('c1', 'elsewhere'), 'attic'),
      );
      expect((await page()).items.map(({ content }) => content)).toEqual(['of bob', 'of eve', 'of a guest']);
      const found = await Promise.all([sentAs('c1'), sentAs('c1', eve), sentAs('c1', impostor)]);
      expect(found.map((message) => message?.position)).toEqual([3, 4, 5]);
      expect(await sentAs('c1', bob, 'attic')).toMatchObject({ position: 6 });
    });

    it('keeps a second copy out, however it differs and whatever is done to it', async () => {
      await apply(at(3, postedAs('c1', 'first')), at(4, posted('between', eve)), at(5, postedAs('c1', 'second')));
      await apply(at(6, edited(5, 'edited')), at(7, reacted(5, '👍', eve)), at(8, deleted(5)));
      expect((await page()).items.map(({ content, position }) => [position, content])).toEqual([
        [3, 'first'],
        [4, 'between'],
      ]);
      expect((await page()).items[0]?.reactions).toEqual({});
      expect(await sentAs('c1')).toMatchObject({ position: 3 });
      expect(await scene.history.facts('lobby', 5)).toBeUndefined();
      expect(await scene.history.countAfter({ roomId: 'lobby', after: 0, userId: 'eve' })).toBe(1);
      await apply(at(9, edited(3, 'still edited')));
      expect((await page()).items[0]?.content).toBe('still edited');
    });

    it('keeps a second copy out of a replay as well, and after the first was deleted', async () => {
      const log = [at(3, postedAs('c1', 'first')), at(4, deleted(3)), at(5, postedAs('c1', 'second'))];
      await apply(...log, ...log);
      expect(await positions()).toEqual({ positions: [3], more: false });
      expect(await sentAs('c1')).toMatchObject({ position: 3 });
    });

    it('is told with all others of its author in the room, up to a limit', async () => {
      await apply(
        at(1, postedAs('c1', 'a')),
        at(2, postedAs('c2', 'b')),
        at(3, postedAs('c1', 'again')),
        at(4, posted('without one')),
        at(5, postedAs('c3', 'of eve', eve)),
        at(6, postedAs('c4', 'elsewhere'), 'attic'),
      );
      expect(await sent()).toEqual(['c1', 'c2']);
      expect(await sent(bob, { limit: 2 })).toEqual(['c1', 'c2']);
      expect(await sent(bob, { limit: 1 })).toBeUndefined();
      expect(await sent(impostor)).toEqual([]);
      expect(await sent(bob, { roomId: 'cellar' })).toEqual([]);
    });
  });
}
