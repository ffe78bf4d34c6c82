import {
  authorKey,
  factsOf,
  type HistoryPage,
  type HistoryQuery,
  type MessageFacts,
  type MessageHistory,
  type RoomOverview,
  type SearchPage,
  type SearchQuery,
  type SentMessage,
  type TalkEvent,
} from '@noroshi/domain';
import type { Position, RecordedEvent } from '@noroshi/event-sourcing';
import type { Collection, Filter } from 'mongodb';
import type { Mongo } from '../connect.js';
import type { MongoContent } from '../mongo-content.js';
import { MongoUnavailable } from '../mongo-unavailable.js';
import { hasTextSearch } from '../text-search.js';
import { ensureIndexes } from './indexes.js';
import { toMessage, type MessageDocument } from './message-document.js';
import { READING } from './reading.js';
import { refoldRoom } from './refold-room.js';
import { searchMessages, type Searchable } from './search-messages.js';
import { writeTalk, type TalkTarget } from './write-talk.js';

export interface MongoMessageHistoryOptions {
  readonly mongo: Mongo;
  /** Days that the messages of a room are kept from when they are written; 0: for good. */
  readonly daysIn: (roomId: string) => number;
  /** Told how searches are done, when that is known. */
  readonly onSearch?: (hasText: boolean) => void;
}

interface Place extends TalkTarget, Searchable {}

/**
 * History in MongoDB: one document for each message, in a collection that is named by `open`.
 *
 * Every method throws MongoUnavailable while the server is away, and before `open`.
 */
export class MongoMessageHistory implements MessageHistory, MongoContent<TalkEvent> {
  #place: Place | undefined;

  constructor(private readonly options: MongoMessageHistoryOptions) {}

  async open(collection: string): Promise<void> {
    const { mongo, daysIn, onSearch } = this.options;
    const hasText = await hasTextSearch(mongo);
    const messages = mongo.db.collection<MessageDocument>(collection);
    await mongo.reach(() => ensureIndexes(messages, hasText));
    this.#place = { messages, daysIn, hasText };
    onSearch?.(hasText);
  }

  become(other: MongoMessageHistory): void {
    this.#place = other.#place;
  }

  apply(recorded: RecordedEvent<TalkEvent>): Promise<void> {
    return this.write([recorded]);
  }

  write(batch: readonly RecordedEvent<TalkEvent>[]): Promise<void> {
    return this.#reach((place) => writeTalk(place, batch));
  }

  refold(roomId: string, said: readonly RecordedEvent<TalkEvent>[]): Promise<void> {
    return this.#reach((place) => refoldRoom(place, roomId, said));
  }

  page({ roomId, before, after, limit }: HistoryQuery): Promise<HistoryPage> {
    return this.#reach(async ({ messages }) => {
      const isForwards = after !== undefined;
      const position = { $gt: after ?? 0, $lt: before ?? Number.MAX_SAFE_INTEGER };
      const sort = { position: isForwards ? 1 : -1 } as const;
      const found = await messages.find({ roomId, position }, { ...READING, sort, limit: limit + 1 }).toArray();
      const items = found.slice(0, limit).map(toMessage);
      return { items: isForwards ? items : items.reverse(), more: found.length > limit };
    });
  }

  search(query: SearchQuery): Promise<SearchPage> {
    return this.#reach((place) => searchMessages(place, query));
  }

  facts(roomId: string, position: Position): Promise<MessageFacts | undefined> {
    return this.#reach(async ({ messages }) => {
      const found = await messages.findOne({ roomId, position }, READING);
      return found ? factsOf(toMessage(found)) : undefined;
    });
  }

  countAfter(query: Parameters<MessageHistory['countAfter']>[0]): Promise<number> {
    return this.#reach(({ messages }) => countUnread(messages, query));
  }

  overview({ userId, rooms }: Parameters<MessageHistory['overview']>[0]): Promise<readonly RoomOverview[]> {
    return this.#reach(({ messages }) =>
      Promise.all(
        rooms.map(async ({ roomId, after }) => {
          // First: what is said meanwhile is told again rather than never.
          const newest = await messages.findOne({ roomId }, { ...READING, sort: { applied: -1 } });
          const [unreadCount, last] = await Promise.all([
            countUnread(messages, { roomId, after, userId }),
            messages.findOne({ roomId, deletedAt: { $exists: false } }, { ...READING, sort: { position: -1 } }),
          ]);
          return { roomId, unreadCount, saidTo: newest?.applied ?? 0, ...(last && { last: toMessage(last) }) };
        }),
      ),
    );
  }

  sent({ roomId, by, limit }: Parameters<MessageHistory['sent']>[0]): Promise<readonly string[] | undefined> {
    return this.#reach(async ({ messages }) => {
      const projection = { _id: 0, 'sent.id': 1 };
      const found = await messages
        .find({ roomId, 'sent.by': authorKey(by) }, { ...READING, projection, limit: limit + 1 })
        .toArray();
      return found.length > limit ? undefined : found.map(({ sent }) => String(sent.id));
    });
  }

  sentAs({ roomId, by, clientMessageId }: Parameters<MessageHistory['sentAs']>[0]): Promise<SentMessage | undefined> {
    return this.#reach(async ({ messages }) => {
      const filter = { roomId, 'sent.by': authorKey(by), 'sent.id': clientMessageId };
      const found = await messages.findOne(filter, READING);
      return found ? { position: found.position, postedAt: found.postedAt } : undefined;
    });
  }

  #reach<T>(work: (place: Place) => Promise<T>): Promise<T> {
    const place = this.#place;
    if (!place) return Promise.reject(new MongoUnavailable('the history has not been opened yet'));
    return this.options.mongo.reach(() => work(place));
  }
}

/** By others than `userId`, and not deleted. */
const countUnread = (
  messages: Collection<MessageDocument>,
  { roomId, after, userId }: Parameters<MessageHistory['countAfter']>[0],
): Promise<number> => {
  const unread: Filter<MessageDocument> = {
    roomId,
    position: { $gt: after },
    'by.id': { $ne: userId },
    deletedAt: { $exists: false },
  };
  return messages.countDocuments(unread, READING);
};
