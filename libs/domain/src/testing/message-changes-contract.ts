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
  unreacted,
  type CreateHistory,
} from './talk-scene.js';

/** What becomes of a message; a part of the contract of a `MessageHistory`. */
export function messageChangesContract(create: CreateHistory): void {
  const scene = setHistory(create);
  const { apply, only, page } = scene;

  describe('a message', () => {
    it('is what was posted', async () => {
      await apply(at(3, { ...posted('hi'), clientMessageId: 'c1' } as TalkEvent));
      expect(await only()).toEqual({
        roomId: 'lobby',
        position: 3,
        postedAt: 1_700_000_000_003,
        by: bob,
        content: 'hi',
        messageType: 'text',
        clientMessageId: 'c1',
        reactions: {},
      });
    });

    it('without a client message id has none', async () => {
      await apply(at(3, posted('hi')));
      expect(await only()).not.toHaveProperty('clientMessageId');
    });

    it('shows its last edit', async () => {
      await apply(at(3, posted('hi')), at(4, edited(3, 'ho')), at(5, edited(3, 'hey')));
      expect(await only()).toMatchObject({ content: 'hey', editedAt: 1_700_000_000_005, position: 3 });
    });

    it.each([eve, impostor])('is not edited by anybody but its author', async (by) => {
      await apply(at(3, posted('hi')), at(4, edited(3, 'ho', by)));
      expect(await only()).toMatchObject({ content: 'hi' });
      expect(await only()).not.toHaveProperty('editedAt');
    });

    it('once deleted keeps its place, without content and reactions', async () => {
      await apply(at(3, posted('hi')), at(4, reacted(3, '👍')), at(5, deleted(3, eve)));
      expect(await only()).toMatchObject({
        position: 3,
        by: bob,
        content: '',
        reactions: {},
        deletedAt: 1_700_000_000_005,
      });
    });

    it('once deleted changes no more', async () => {
      await apply(at(3, posted('hi')), at(4, deleted(3)));
      const gone = await only();
      await apply(at(5, edited(3, 'ho')), at(6, reacted(3, '👍')), at(7, unreacted(3, '👍')), at(8, deleted(3)));
      expect(await only()).toEqual(gone);
    });

    it('collects reactions, each of a user once', async () => {
      await apply(
        at(3, posted('hi')),
        at(4, reacted(3, '👍')),
        at(5, reacted(3, '👍', eve)),
        at(6, reacted(3, '👍')),
        at(7, reacted(3, '🔥')),
      );
      expect(await only()).toMatchObject({ reactions: { '👍': ['bob', 'eve'], '🔥': ['bob'] } });
    });

    it('loses the reactions that are taken back', async () => {
      await apply(
        at(3, posted('hi')),
        at(4, reacted(3, '👍')),
        at(5, reacted(3, '👍', eve)),
        at(6, reacted(3, '🔥')),
        at(7, unreacted(3, '👍')),
        at(8, unreacted(3, '🔥')),
        at(9, unreacted(3, '🔥')),
      );
      expect((await only())?.reactions).toEqual({ '👍': ['eve'] });
    });

    it('keeps the other reactions when one is taken back', async () => {
      await apply(at(3, posted('hi')), at(4, reacted(3, '👍')), at(5, reacted(3, '🔥')), at(6, reacted(3, '👍', eve)));
      await apply(at(7, unreacted(3, '👍')));
      expect((await only())?.reactions).toEqual({ '👍': ['eve'], '🔥': ['bob'] });
    });

    it.each(['__proto__', 'constructor', 'toString'])('can be reacted to with %s', async (emoji) => {
      await apply(at(3, posted('hi')), at(4, unreacted(3, emoji)), at(5, reacted(3, emoji)));
      const message = await only();
      expect(Object.entries(message?.reactions ?? {})).toEqual([[emoji, ['bob']]]);
      await apply(at(6, reacted(3, emoji, eve)), at(7, unreacted(3, emoji)));
      expect(Object.entries((await only())?.reactions ?? {})).toEqual([[emoji, ['eve']]]);
    });

    it('changes alone: its neighbours stay', async () => {
      await apply(at(3, posted('a')), at(4, posted('b')), at(5, posted('c')), at(6, edited(4, 'B')), at(7, deleted(5)));
      expect((await page()).items.map(({ content }) => content)).toEqual(['a', 'B', '']);
    });
  });

  describe('facts', () => {
    it('are those of the message as it is now', async () => {
      await apply(at(3, posted('hi')), at(4, edited(3, 'ho')), at(5, reacted(3, '👍', eve)));
      expect(await scene.history.facts('lobby', 3)).toEqual({
        position: 3,
        postedAt: 1_700_000_000_003,
        authorId: 'bob',
        authorIsGuest: false,
        deleted: false,
        content: 'ho',
        reactions: { '👍': ['eve'] },
      });
    });
    it("tell a guest's message", async () => {
      await apply(at(3, posted('hi', impostor)));
      expect(await scene.history.facts('lobby', 3)).toMatchObject({ authorId: 'bob', authorIsGuest: true });
    });
    it('tell a deletion', async () => {
      await apply(at(3, posted('hi')), at(4, deleted(3)));
      expect(await scene.history.facts('lobby', 3)).toMatchObject({ deleted: true, content: '', reactions: {} });
    });
    it.each([2, 4, 9])('are unknown where no message was posted: %d', async (position) => {
      await apply(at(3, posted('hi')), at(4, edited(3, 'ho')), at(8, posted('hey')));
      expect(await scene.history.facts('lobby', position)).toBeUndefined();
    });
    it('are unknown in another room', async () => {
      await apply(at(3, posted('hi')));
      expect(await scene.history.facts('attic', 3)).toBeUndefined();
    });
  });

  it.each([edited(7, 'ho'), deleted(7), reacted(7, '👍'), unreacted(7, '👍')])(
    'about an unknown message, $type changes nothing',
    async (event) => {
      await apply(at(3, posted('hi')), at(9, event));
      expect(await only()).toMatchObject({ position: 3, content: 'hi', reactions: {} });
    },
  );
}
