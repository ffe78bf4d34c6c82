import {
  channels,
  fingerprintOf,
  roomLane,
  type MessageHistory,
  type MessagesRequests,
  type Outage,
  type ReadMoved,
  type ReadNotice,
  type RoomEvent,
} from '@noroshi/domain';
import {
  CommandContention,
  EventLogFull,
  EventLogUnavailable,
  type Broadcast,
  type EventStore,
  type Position,
} from '@noroshi/event-sourcing';
import type { Logger } from '@noroshi/telemetry';
import type { UserReadCursors } from './read-cursors.js';

export interface MessagesServiceOptions {
  readonly history: MessageHistory;
  /** Settles once the history has come to this position; false: not in time. */
  readonly historyReaches: (position: Position) => Promise<boolean>;
  readonly rooms: Pick<EventStore<RoomEvent>, 'lastPosition'>;
  readonly cursors: Pick<UserReadCursors, 'mark'>;
  readonly broadcast: Pick<Broadcast, 'publish'>;
  readonly logger: Pick<Logger, 'warn'>;
}

export type RequestOf<K extends keyof MessagesRequests> = Parameters<MessagesRequests[K]>[0];
type AnswerOf<K extends keyof MessagesRequests> = Promise<ReturnType<MessagesRequests[K]>>;

/** Further than any lane goes. */
const END: Position = Number.MAX_SAFE_INTEGER;

/** Four bytes each in the memory of every gateway that asks; the answer stays below a quarter of a megabyte. */
const MANY_IDS = 20_000;

/** Everything that others ask of this service. */
export class MessagesService {
  constructor(private readonly options: MessagesServiceOptions) {}

  history({ atLeast, ...query }: RequestOf<'history'>): AnswerOf<'history'> {
    return this.attempt(async () => {
      if (atLeast !== undefined) await this.reach(query.roomId, atLeast);
      return { ok: true, ...(await this.options.history.page(query)) };
    });
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

  private async attempt<T>(work: () => Promise<T>): Promise<T | { readonly ok: false; readonly code: Outage }> {
    try {
      return await work();
    } catch (cause) {
      // Anything else is a bug, and logged as one by the transport.
      if (!(cause instanceof EventLogUnavailable || cause instanceof CommandContention)) throw cause;
      this.options.logger.warn('a request could not be answered now', { cause });
      return { ok: false, code: cause instanceof EventLogFull ? 'log_full' : 'unavailable' };
    }
  }
}
