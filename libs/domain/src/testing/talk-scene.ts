import type { Position, RecordedEvent } from '@noroshi/event-sourcing';
import type { Actor } from '../actor.js';
import type { HistoryQuery, MessageHistory } from '../message/message-history.js';
import { roomLane, type TalkEvent } from '../room/events.js';

export const bob: Actor = { id: 'bob', name: 'Bob', guest: false };
export const eve: Actor = { id: 'eve', name: 'Eve', guest: false };
export const impostor: Actor = { id: 'bob', name: 'Bob', guest: true };

export const at = (position: Position, event: TalkEvent, roomId = 'lobby'): RecordedEvent<TalkEvent> => ({
  event,
  lane: roomLane(roomId, 'talk'),
  position,
  recordedAt: 1_700_000_000_000 + position,
});
export const posted = (content: string, by = bob): TalkEvent => ({
  type: 'MessagePosted',
  by,
  content,
  messageType: 'text',
});
export const edited = (message: Position, content: string, by = bob): TalkEvent => ({
  type: 'MessageEdited',
  message,
  content,
  by,
});
export const deleted = (message: Position, by = bob): TalkEvent => ({ type: 'MessageDeleted', message, by });
export const reacted = (message: Position, emoji: string, by = bob): TalkEvent => ({
  type: 'ReactionAdded',
  message,
  emoji,
  by,
});
export const unreacted = (message: Position, emoji: string, by = bob): TalkEvent => ({
  type: 'ReactionRemoved',
  message,
  emoji,
  by,
});

export type CreateHistory = () => MessageHistory | Promise<MessageHistory>;

/** A history of its own for each test, empty at first, and ways to fill it and to look at it. Call within a `describe`. */
export function setHistory(create: CreateHistory) {
  let history: MessageHistory;
  beforeEach(async () => {
    history = await create();
  });
  const page = (query: Partial<HistoryQuery> = {}) => history.page({ roomId: 'lobby', limit: 100, ...query });
  return {
    get history() {
      return history;
    },
    page,
    apply: async (...events: readonly RecordedEvent<TalkEvent>[]): Promise<void> => {
      for (const event of events) await history.apply(event);
    },
    positions: async (query: Partial<HistoryQuery> = {}) => {
      const { items, more } = await page(query);
      return { positions: items.map(({ position }) => position), more };
    },
    /** The message that is the only one. */
    only: async () => {
      const { items } = await page();
      expect(items).toHaveLength(1);
      return items[0];
    },
  };
}
