import {
  channels,
  fingerprintOf,
  roomLane,
  type MessageHistory,
  type ReadMoved,
  type ReadNotice,
  type RoomEvent,
  type RoomOverview,
  type RoomUnread,
} from '@noroshi/domain';
import { EventLogUnavailable, type Broadcast, type EventStore, type Position } from '@noroshi/event-sourcing';
import type { Logger } from '@noroshi/telemetry';
import { attempt } from './attempt.js';
import type { UserReadCursors } from './read-cursors.js';
import type { AnswerOf, RequestOf } from './requests.js';
import { foundWithinAnswer, pageWithinAnswer } from './within-answer.js';

export interface MessagesServiceOptions {
  readonly history: MessageHistory;
  /** Settles once the history has come to this position; false: not in time. */
  readonly historyReaches: (position: Position) => Promise<boolean>;
  /** Everything up to there is in the history. */
  readonly historyPosition: () => Position;
  readonly rooms: Pick<EventStore<RoomEvent>, 'lastPosition'>;
  readonly cursors: Pick<UserReadCursors, 'mark' | 'of'>;
  readonly broadcast: Pick<Broadcast, 'publish'>;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Further than any lane goes. */
const END: Position = Number.MAX_SAFE_INTEGER;

/** Four bytes each in the memory of every gateway that asks; the answer stays below a quarter of a megabyte. */
const MANY_IDS = 20_000;

/** UTF-16 units: a list shows the beginning, and the last messages of 200 rooms have to fit into one answer. */
const PREVIEW_LENGTH = 500;

/** Everything that others ask of this service. */
export class MessagesService {
  constructor(private readonly options: MessagesServiceOptions) {}

  history({ atLeast, ...query }: RequestOf<'history'>): AnswerOf<'history'> {
    return this.attempt(async () => {
      if (atLeast !== undefined) await this.reach(query.roomId, atLeast);
      return { ok: true, ...pageWithinAnswer(await this.options.history.page(query), query) };
    });
  }

  search(query: RequestOf<'search'>): AnswerOf<'search'> {
    return this.attempt(async () => ({
      ok: true,
      ...foundWithinAnswer(await this.options.history.search(query), query),
    }));
  }

  facts({ roomId, position }: RequestOf<'facts'>): AnswerOf<'facts'> {
    return this.attempt(async () => {
      await this.reach(roomId, position);
      const message = await this.options.history.facts(roomId, position);
      return { ok: true, ...(message && { message }) };
    });
  }

  sent({ roomId, by }: RequestOf<'sent'>): AnswerOf<'sent'> {
    return this.attempt(async () => {
      await this.reach(roomId, END);
      const ids = await this.options.history.sent({ roomId, by, limit: MANY_IDS });
      return ids ? { ok: true, many: false, fingerprints: ids.map(fingerprintOf) } : { ok: true, many: true };
    });
  }

  sentAs({ roomId, ...query }: RequestOf<'sentAs'>): AnswerOf<'sentAs'> {
    return this.attempt(async () => {
      await this.reach(roomId, END);
      const message = await this.options.history.sentAs({ roomId, ...query });
      return { ok: true, ...(message && { message }) };
    });
  }

  unread({ userId, rooms }: RequestOf<'unread'>): AnswerOf<'unread'> {
    return this.attempt(async () => {
      const { cursors, history, historyPosition } = this.options;
      const read = await cursors.of(userId);
      // Before the history is asked: it may get further meanwhile, and says so of each room.
      const position = historyPosition();
      const overview = await history.overview({
        userId,
        rooms: rooms.map(({ roomId, since = 0 }) => ({ roomId, after: Math.max(since, read.get(roomId) ?? 0) })),
      });
      return { ok: true, rooms: overview.map(unreadOf), position };
    });
  }

  markRead({ userId, roomId, position }: RequestOf<'markRead'>): AnswerOf<'markRead'> {
    return this.attempt(async () => {
      const { cursors, history, broadcast } = this.options;
      // Everything said so far is counted, not only what the history has come to.
      await this.reach(roomId, END);
      const readTo = await cursors.mark(userId, { roomId, position });
      const unreadCount = await history.countAfter({ roomId, after: readTo, userId });
      const read: ReadMoved = { roomId, position: readTo, unreadCount };
      // Also when it did not move: this is the answer to the one who asked.
      const notice: ReadNotice = { ...read, userId };
      broadcast.publish(channels.reads, notice);
      return { ok: true, ...read };
    });
  }

  /** A position of another lane, or one that somebody made up, is never reached: then the end of the talk is enough. */
  private async reach(roomId: string, position: Position): Promise<void> {
    const { historyReaches, rooms } = this.options;
    if (await historyReaches(Math.min(position, await rooms.lastPosition(roomLane(roomId, 'talk'))))) return;
    throw new EventLogUnavailable(`the history has not come to position ${position} in time`);
  }

  private attempt<T>(work: () => Promise<T>) {
    return attempt(this.options.logger, work);
  }
}

function unreadOf({ last, ...room }: RoomOverview): RoomUnread {
  if (!last) return room;
  const { position, postedAt, by, content, messageType, replyTo } = last;
  const said = { position, postedAt, by, content: beginningOf(content), messageType };
  return { ...room, lastMessage: replyTo ? { ...said, replyTo } : said };
}

/** Never half of a character. */
const beginningOf = (content: string): string =>
  content.length <= PREVIEW_LENGTH ? content : content.slice(0, PREVIEW_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
