import { setTimeout as delay } from 'node:timers/promises';
import { EventLogUnavailable, type Event, type Lane, type Position, type RecordedEvent } from '@noroshi/event-sourcing';
import type { Nats } from './connect.js';
import { DirectGet } from './direct-get.js';
import { readStored } from './stored-event.js';
import { toRecorded, type StoredMessage } from './stored-message.js';
import type { EventLog } from './streams.js';
import { laneSubject } from './subjects.js';

export interface LaneRange {
  readonly lane: Lane;
  /** Exclusive. */
  readonly after: Position;
}

/** One answer is cut by the server at 16 MB all the same. */
const BATCH_SIZE = 500;

interface LaneBounds extends Required<ReadBounds> {
  /** The last position of the lane that is known to be stored. */
  readonly last: Position;
}

interface ReadBounds {
  /** Inclusive. */
  readonly upTo?: Position;
  /** At most this many: the first ones over all lanes. */
  readonly limit?: number;
}

/** Reads lanes one by one and merges: a wildcard over the lanes of an entity costs the server 50 times as much. */
export class LogReader<E extends Event> {
  private readonly get: DirectGet;
  /** A copy that is behind may answer. */
  private readonly isReplicated: boolean;

  constructor(nats: Nats, { stream, replicas }: Pick<EventLog, 'stream' | 'replicas'>) {
    this.get = new DirectGet(nats, stream);
    this.isReplicated = replicas > 1;
  }

  /**
   * Consistent over the lanes: none is read further than the end that the log had before the first was read.
   *
   * @throws EventLogUnavailable
   */
  async read(
    ranges: readonly LaneRange[],
    { upTo = Infinity, limit = Infinity }: ReadBounds = {},
  ): Promise<RecordedEvent<E>[]> {
    // Asked before the end is, so that the end is not before them.
    const lasts = await Promise.all(ranges.map((range) => this.mustReach(range)));
    const end = ranges.length > 1 ? Math.min(upTo, (await this.get.state()).last) : upTo;
    const lanes = await Promise.all(
      ranges.map((range, index) => this.readLane(range, { upTo: end, limit, last: lasts[index] ?? 0 })),
    );
    return lanes
      .flat()
      .sort((a, b) => a.position - b.position)
      .slice(0, limit);
  }

  async readAt(position: Position): Promise<RecordedEvent<E> | undefined> {
    if (position < 1) return undefined;
    const message = await this.get.at(position);
    if (!message) return undefined;
    const { headers, data } = message;
    const { lane, event } = readStored(data, headers.subject);
    return { event: event as E, lane, position: headers.position, recordedAt: headers.recordedAt };
  }

  async lastPosition(lane: Lane): Promise<Position> {
    const subject = laneSubject(lane);
    if (this.isReplicated) return this.get.lastPosition(subject);
    return (await this.get.last(subject))?.headers.position ?? 0;
  }

  /** See `EventStore.wholeAfter`. */
  async wholeAfter(lane: Lane, after: Position): Promise<Position> {
    const { first, last, hasHoles } = await this.get.state();
    if (!hasHoles && first <= after + 1) return after;
    const [kept] = (await this.get.batch(laneSubject(lane), 1, 1)).messages;
    return Math.max(after, kept ? kept.headers.position - 1 : last);
  }

  /** The first message of a lane within (after, upTo] that the test holds for. */
  async find(
    range: LaneRange,
    upTo: Position,
    holds: (message: StoredMessage) => boolean,
  ): Promise<Position | undefined> {
    const last = await this.mustReach(range);
    for await (const message of this.messages(range, { upTo, last })) {
      if (holds(message)) return message.headers.position;
    }
    return undefined;
  }

  /** Up to here a reading has to come before it may end; 0 where whoever answers holds everything. */
  private async mustReach({ lane }: LaneRange): Promise<Position> {
    return this.isReplicated ? this.get.lastPosition(laneSubject(lane)) : 0;
  }

  private async readLane(range: LaneRange, { limit, ...bounds }: LaneBounds): Promise<RecordedEvent<E>[]> {
    const events: RecordedEvent<E>[] = [];
    for await (const message of this.messages(range, bounds)) {
      events.push(toRecorded<E>(message, range.lane));
      if (events.length >= limit) break;
    }
    return events;
  }

  private async *messages(
    { lane, after }: LaneRange,
    { upTo, last }: Omit<LaneBounds, 'limit'>,
  ): AsyncGenerator<StoredMessage> {
    const subject = laneSubject(lane);
    let [from, retries] = [after + 1, 0];
    while (from <= upTo) {
      const { messages, more } = await this.get.batch(subject, from, BATCH_SIZE);
      yield* messages.filter(({ headers }) => headers.position <= upTo);
      from = (messages.at(-1)?.headers.position ?? from - 1) + 1;
      if (more && messages.length > 0) continue;
      if (from > Math.min(last, upTo)) return;
      retries += 1;
      await untilCaughtUp(retries);
    }
  }
}

const BEHIND_MS = 20;
const MAX_RETRIES = 8;

/** A copy that was stopped for a while has everything soon; another one may answer next time. */
async function untilCaughtUp(retries: number): Promise<void> {
  if (retries > MAX_RETRIES) throw new EventLogUnavailable('the copies of the event log are behind');
  await delay(BEHIND_MS * 2 ** Math.min(retries, 5));
}
