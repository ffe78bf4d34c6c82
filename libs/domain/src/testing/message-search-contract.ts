import type { Position } from '@noroshi/event-sourcing';
import type { MessageHistory, SearchQuery } from '../message/message-history.js';
import { at, deleted, edited, posted, type CreateHistory } from './talk-scene.js';

/** What every `MessageHistory` finds. `create` gives an empty one. */
export function messageSearchContract(create: CreateHistory): void {
  let history: MessageHistory;
  const post = (position: Position, content: string, roomId = 'lobby') =>
    history.apply(at(position, posted(content), roomId));
  const search = (query: Partial<SearchQuery>) =>
    history.search({ roomIds: ['lobby'], text: '', limit: 100, ...query });
  const found = async (query: Partial<SearchQuery>) => (await search(query)).items.map(({ position }) => position);

  beforeEach(async () => {
    history = await create();
  });

  describe('a search', () => {
    it('finds what holds all of the words, in any order, oldest first', async () => {
      await post(1, 'a fire on the hill');
      await post(2, 'the hill is far');
      await post(3, 'Hill, and no smoke without fire');
      expect(await found({ text: 'fire hill' })).toEqual([1, 3]);
      expect(await found({ text: '  hill\n' })).toEqual([1, 2, 3]);
      expect(await found({ text: 'fireside' })).toEqual([]);
    });

    it.each([
      ['SMOKE', 'where there is smoke'],
      ['ｈｉｌｌ', 'a hill'],
      ['狼煙', '狼煙が上がった'],
      ['.*', 'all of .*'],
      ['\\', 'a \\ b'],
      ['constructor', 'the constructor'],
    ])('for %s finds %s', async (text, content) => {
      await post(1, content);
      await post(2, 'something else');
      expect(await found({ text })).toEqual([1]);
    });

    it.each(['', ' \n\t'])('for nothing finds nothing: %j', async (text) => {
      await post(1, 'a b');
      expect(await search({ text })).toEqual({ items: [] });
    });

    it('looks into the rooms that are named, and no others', async () => {
      await post(1, 'fire', 'lobby');
      await post(2, 'fire', 'attic');
      await post(3, 'fire', 'cellar');
      await post(4, 'fire', 'lobby');
      expect(await found({ text: 'fire', roomIds: ['lobby', 'attic'] })).toEqual([1, 2, 4]);
      expect(await found({ text: 'fire', roomIds: ['nowhere'] })).toEqual([]);
      expect(await search({ text: 'fire', roomIds: [] })).toEqual({ items: [] });
    });

    it('finds messages as they are now: edited, and not what was deleted', async () => {
      await post(1, 'smoke');
      await post(2, 'fire');
      await history.apply(at(3, edited(1, 'fire')));
      await history.apply(at(4, deleted(2)));
      expect(await found({ text: 'fire' })).toEqual([1]);
      expect(await found({ text: 'smoke' })).toEqual([]);
    });

    it('gives the latest first, page by page until nothing is left', async () => {
      for (let position = 1; position <= 9; position += 1)
        await post(position, position % 3 === 0 ? 'smoke' : 'fire', position % 2 === 0 ? 'lobby' : 'attic');
      const all: number[] = [];
      let before: Position | undefined;
      do {
        const page = await search({ text: 'fire', roomIds: ['lobby', 'attic'], limit: 2, ...(before && { before }) });
        all.unshift(...page.items.map(({ position }) => position));
        before = page.before;
      } while (before !== undefined);
      expect(all).toEqual([1, 2, 4, 5, 7, 8]);
    });
  });
}
