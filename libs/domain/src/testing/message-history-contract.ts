import type { Position, RecordedEvent } from '@noroshi/event-sourcing';
import type { Actor } from '../actor.js';
import type { HistoryQuery, MessageHistory } from '../message/message-history.js';
import { roomLane, type TalkEvent } from '../room/events.js';
import { messageOverviewContract } from './message-overview-contract.js';
import { messageRepliesContract } from './message-replies-contract.js';

const bob: Actor = { id: 'bob', name: 'Bob', guest: false };
const eve: Actor = { id: 'eve', name: 'Eve', guest: false };
const impostor: Actor = { id: 'bob', name: 'Bob', guest: true };

const at = (position: Position, event: TalkEvent, roomId = 'lobby'): RecordedEvent<TalkEvent> => ({
  event,
  lane: roomLane(roomId, 'talk'),
  position,
  recordedAt: 1_700_000_000_000 + position,
});
const posted = (content: string, by = bob): TalkEvent => ({ type: 'MessagePosted', by, content, messageType: 'text' });
const edited = (message: Position, content: string, by = bob): TalkEvent => ({
  type: 'MessageEdited',
  message,
  content,
  by,
});
const deleted = (message: Position, by = bob): TalkEvent => ({ type: 'MessageDeleted', message, by });
const reacted = (message: Position, emoji: string, by = bob): TalkEvent => ({
  type: 'ReactionAdded',
  message,
  emoji,
  by,
});
const unreacted = (message: Position, emoji: string, by = bob): TalkEvent => ({
  type: 'ReactionRemoved',
  message,
  emoji,
  by,
});

/** What every `MessageHistory` keeps. `create` gives an empty one. */
export function messageHistoryContract(create: () => MessageHistory | Promise<MessageHistory>): void {
  let history: MessageHistory;
  const apply = async (...events: readonly RecordedEvent<TalkEvent>[]) => {
    for (const event of events) await history.apply(event);
  };
  const page = (query: Partial<HistoryQuery> = {}) => history.page({ roomId: 'lobby', limit: 100, ...query });
  const positions = async (query: Partial<HistoryQuery> = {}) => {
    const { items, more } = await page(query);
    return { positions: items.map(({ position }) => position), more };
  };
  const only = async () => {
    const { items } = await page();
    expect(items).toHaveLength(1);
    return items[0];
  };

  beforeEach(async () => {
    history = await create();
  });

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
      expect(await history.facts('lobby', 3)).toEqual({
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
      expect(await history.facts('lobby', 3)).toMatchObject({ authorId: 'bob', authorIsGuest: true });
    });
    it('tell a deletion', async () => {
      await apply(at(3, posted('hi')), at(4, deleted(3)));
      expect(await history.facts('lobby', 3)).toMatchObject({ deleted: true, content: '', reactions: {} });
    });
    it.each([2, 4, 9])('are unknown where no message was posted: %d', async (position) => {
      await apply(at(3, posted('hi')), at(4, edited(3, 'ho')), at(8, posted('hey')));
      expect(await history.facts('lobby', position)).toBeUndefined();
    });
    it('are unknown in another room', async () => {
      await apply(at(3, posted('hi')));
      expect(await history.facts('attic', 3)).toBeUndefined();
    });
  });

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

  it.each([edited(7, 'ho'), deleted(7), reacted(7, '👍'), unreacted(7, '👍')])(
    'about an unknown message, $type changes nothing',
    async (event) => {
      await apply(at(3, posted('hi')), at(9, event));
      expect(await only()).toMatchObject({ position: 3, content: 'hi', reactions: {} });
    },
  );

  describe('a client message id', () => {
    const sentAs = (clientMessageId: string, by = bob, roomId = 'lobby') =>
      history.sentAs({ roomId, by, clientMessageId });
    const sent = async (by = bob, { limit = 100, roomId = 'lobby' } = {}) =>
      (await history.sent({ roomId, by, limit }))?.toSorted();
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
      expect(await history.facts('lobby', 5)).toBeUndefined();
      expect(await history.countAfter({ roomId: 'lobby', after: 0, userId: 'eve' })).toBe(1);
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

  describe('the number of messages after a position', () => {
    const countAfter = (after: Position, userId = 'bob', roomId = 'lobby') =>
      history.countAfter({ roomId, after, userId });

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

  messageOverviewContract(create);
  messageRepliesContract(create);
}
