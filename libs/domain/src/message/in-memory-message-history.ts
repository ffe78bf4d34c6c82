import type { Position, RecordedEvent } from '@noroshi/event-sourcing';
import type { MessageFacts } from '../room/commands.js';
import type { TalkEvent } from '../room/events.js';
import { authorKey, type Author } from './client-message.js';
import { searchIn } from './in-memory-search.js';
import type {
  HistoryPage,
  HistoryQuery,
  Message,
  MessageHistory,
  RoomOverview,
  SearchPage,
  SearchQuery,
  SentMessage,
} from './message-history.js';
import { applyTalk, factsOf, messageOf } from './message-view.js';

interface RoomHistory {
  /** In order of position, so that a page is a binary search and a slice. */
  readonly messages: Message[];
  /** The last position applied: what is delivered again must not undo what came after it. */
  applied: Position;
  /** Author to client message id to position. The ids are those of the messages: an entry costs about forty bytes. */
  readonly sent: Map<string, Map<string, Position>>;
}

/** History in memory, rebuilt from the log at every start: for the lite stack and for tests. */
export class InMemoryMessageHistory implements MessageHistory {
  #rooms = new Map<string, RoomHistory>();

  apply(recorded: RecordedEvent<TalkEvent>): Promise<void> {
    const room = this.#room(recorded.lane.entity);
    if (recorded.position > room.applied) {
      if (isFirst(room, recorded)) applyTo(room.messages, recorded);
      room.applied = recorded.position;
    }
    return Promise.resolve();
  }

  /** Takes over what another one holds, which is not to be used any more: a rebuild, in one instant. */
  become(other: InMemoryMessageHistory): void {
    this.#rooms = other.#rooms;
  }

  /**
   * Replaces one room's history by what `said`, all of its talk that counts, folds to. False, and nothing has changed, when
   * later events are applied already.
   */
  refold(roomId: string, said: readonly RecordedEvent<TalkEvent>[]): boolean {
    const fresh = new InMemoryMessageHistory();
    for (const recorded of said) void fresh.apply(recorded);
    const room = fresh.#room(roomId);
    if (room.applied < (this.#rooms.get(roomId)?.applied ?? 0)) return false;
    this.#rooms.set(roomId, room);
    return true;
  }

  page({ roomId, before, after, limit }: HistoryQuery): Promise<HistoryPage> {
    const messages = this.#rooms.get(roomId)?.messages ?? [];
    const start = after === undefined ? 0 : firstFrom(messages, after + 1);
    const end = before === undefined ? messages.length : firstFrom(messages, before);
    const items =
      after === undefined
        ? messages.slice(Math.max(start, end - limit), end)
        : messages.slice(start, Math.min(start + limit, end));
    return Promise.resolve({ items, more: end - start > limit });
  }

  search({ roomIds, ...query }: SearchQuery): Promise<SearchPage> {
    const rooms = roomIds.map((roomId) => this.#rooms.get(roomId)?.messages ?? []);
    return Promise.resolve(searchIn(rooms, query));
  }

  facts(roomId: string, position: Position): Promise<MessageFacts | undefined> {
    const message = this.#at(roomId, position);
    return Promise.resolve(message && factsOf(message));
  }

  countAfter({ roomId, after, userId }: Parameters<MessageHistory['countAfter']>[0]): Promise<number> {
    return Promise.resolve(countUnread(this.#rooms.get(roomId)?.messages ?? [], after, userId));
  }

  overview({ userId, rooms }: Parameters<MessageHistory['overview']>[0]): Promise<readonly RoomOverview[]> {
    return Promise.resolve(
      rooms.map(({ roomId, after }) => {
        const { messages, applied } = this.#rooms.get(roomId) ?? { messages: [], applied: 0 };
        const last = messages.findLast(({ deletedAt }) => deletedAt === undefined);
        const unreadCount = countUnread(messages, after, userId);
        return { roomId, unreadCount, saidTo: applied, ...(last && { last }) };
      }),
    );
  }

  sent({ roomId, by, limit }: Parameters<MessageHistory['sent']>[0]): Promise<readonly string[] | undefined> {
    const ids = this.#sentBy(roomId, by);
    return Promise.resolve(ids && ids.size > limit ? undefined : [...(ids?.keys() ?? [])]);
  }

  sentAs({ roomId, by, clientMessageId }: Parameters<MessageHistory['sentAs']>[0]): Promise<SentMessage | undefined> {
    const position = this.#sentBy(roomId, by)?.get(clientMessageId);
    const message = position === undefined ? undefined : this.#at(roomId, position);
    return Promise.resolve(message && { position: message.position, postedAt: message.postedAt });
  }

  #sentBy(roomId: string, by: Author): ReadonlyMap<string, Position> | undefined {
    return this.#rooms.get(roomId)?.sent.get(authorKey(by));
  }

  #at(roomId: string, position: Position): Message | undefined {
    const messages = this.#rooms.get(roomId)?.messages ?? [];
    const message = messages[firstFrom(messages, position)];
    return message?.position === position ? message : undefined;
  }

  #room(roomId: string): RoomHistory {
    const known = this.#rooms.get(roomId);
    if (known) return known;
    const room: RoomHistory = { messages: [], applied: 0, sent: new Map() };
    this.#rooms.set(roomId, room);
    return room;
  }
}

/** By others than `userId`, and not deleted. Makes no copy: somebody who has read nothing has all of it unread. */
function countUnread(messages: readonly Message[], after: Position, userId: string): number {
  let count = 0;
  for (let index = firstFrom(messages, after + 1); index < messages.length; index += 1) {
    const message = messages[index];
    if (message && message.by.id !== userId && message.deletedAt === undefined) count += 1;
  }
  return count;
}

/** False for what its author has posted before under the same client message id. */
function isFirst({ sent }: RoomHistory, { event, position }: RecordedEvent<TalkEvent>): boolean {
  if (event.type !== 'MessagePosted' || event.clientMessageId === undefined) return true;
  const key = authorKey(event.by);
  const ids = sent.get(key) ?? new Map<string, Position>();
  sent.set(key, ids);
  if (ids.has(event.clientMessageId)) return false;
  ids.set(event.clientMessageId, position);
  return true;
}

function applyTo(messages: Message[], recorded: RecordedEvent<TalkEvent>): void {
  const index = firstFrom(messages, messageOf(recorded));
  const message = applyTalk(messages[index], recorded);
  if (message) messages[index] = message;
}

/** Index of the first message at or after a position; the length when there is none. */
function firstFrom(messages: readonly Message[], position: Position): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((messages[middle]?.position ?? position) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
