import type { Position } from '@noroshi/event-sourcing';
import { at, deleted, eve, posted, setHistory, type CreateHistory } from './talk-scene.js';

/** Which messages a page has, and how many come after one; a part of the contract of a `MessageHistory`. */
export function messagePagesContract(create: CreateHistory): void {
  const scene = setHistory(create);
  const { apply, page, positions } = scene;

  describe('a page', () => {
    beforeEach(() => apply(...[10, 20, 30, 40, 50].map((position) => at(position, posted(`at ${position}`)))));

    it.each([
      { what: 'the latest, oldest first', query: { limit: 2 }, found: [40, 50], more: true },
      { what: 'all when they fit', query: { limit: 5 }, found: [10, 20, 30, 40, 50], more: false },
      { what: 'all when there is room for more', query: { limit: 100 }, found: [10, 20, 30, 40, 50], more: false },
      { what: 'those before a position, without it', query: { before: 40, limit: 2 }, found: [20, 30], more: true },
      { what: 'the first ones', query: { before: 30, limit: 2 }, found: [10, 20], more: false },
      {
        what: 'those before a position that no message has',
        query: { before: 35, limit: 2 },
        found: [20, 30],
        more: true,
      },
      { what: 'nothing before the first', query: { before: 10, limit: 2 }, found: [], more: false },
      { what: 'those after a position, without it', query: { after: 20, limit: 2 }, found: [30, 40], more: true },
      { what: 'the last ones', query: { after: 30, limit: 2 }, found: [40, 50], more: false },
      {
        what: 'those after a position that no message has',
        query: { after: 25, limit: 2 },
        found: [30, 40],
        more: true,
      },
      { what: 'those from the start', query: { after: 0, limit: 2 }, found: [10, 20], more: true },
      { what: 'nothing after the last', query: { after: 50, limit: 2 }, found: [], more: false },
      {
        what: 'those between two positions, from the earlier on',
        query: { after: 10, before: 50, limit: 2 },
        found: [20, 30],
        more: true,
      },
      { what: 'all between two positions', query: { after: 10, before: 40, limit: 2 }, found: [20, 30], more: false },
      { what: 'nothing between neighbours', query: { after: 20, before: 30, limit: 2 }, found: [], more: false },
    ])('has $what', async ({ query, found, more }) => {
      expect(await positions(query)).toEqual({ positions: found, more });
    });

    it('of another room is empty', async () => {
      expect(await page({ roomId: 'attic' })).toEqual({ items: [], more: false });
    });

    it('has what was said in its own room only', async () => {
      await apply(at(60, posted('elsewhere'), 'attic'));
      expect(await positions({ roomId: 'attic' })).toEqual({ positions: [60], more: false });
      expect(await positions({ limit: 1 })).toEqual({ positions: [50], more: true });
    });
  });

  describe('the number of messages after a position', () => {
    const countAfter = (after: Position, userId = 'bob', roomId = 'lobby') =>
      scene.history.countAfter({ roomId, after, userId });

    beforeEach(() =>
      apply(at(1, posted('a', eve)), at(2, posted('b', eve)), at(3, posted('c')), at(4, posted('d', eve))),
    );

    it('leaves out the position itself', async () => expect(await countAfter(1)).toBe(2));
    it("leaves out the user's own", async () => expect(await countAfter(0, 'eve')).toBe(1));
    it('leaves out deleted ones', async () => {
      await apply(at(5, deleted(4, eve)));
      expect(await countAfter(1)).toBe(1);
    });
    it('is 0 after the last', async () => expect(await countAfter(4)).toBe(0));
    it('is 0 in another room', async () => expect(await countAfter(0, 'bob', 'attic')).toBe(0));
  });
}
