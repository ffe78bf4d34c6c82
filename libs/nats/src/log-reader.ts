import type { Event, Lane, Position, RecordedEvent } from '@noroshi/event-sourcing';
import type { DirectGet } from './direct-get.js';
import { readStored } from './stored-event.js';
import { toRecorded, type StoredMessage } from './stored-message.js';
import { laneSubject } from './subjects.js';

export interface LaneRange {
  readonly lane: Lane;
  /** Exclusive. */
  readonly after: Position;
}

/** One answer is cut by the server at 16 MB all the same. */
const BATCH_SIZE = 500;

interface ReadBounds {
  /** Inclusive. */
  readonly upTo?: Position;
  /** At most this many: the first ones over all lanes. */
  readonly limit?: number;
}

/** Reads lanes one by one and merges: a wildcard over the lanes of an entity costs the server 50 times as much. */
export class LogReader<E extends Event> {
  constructor(private readonly get: DirectGet) {}

  /**
   * Consistent over the lanes: none is read further than the end that the log had before the first was read.
   *
   * @throws EventLogUnavailable
   */
  async read(
    ranges: readonly LaneRange[],
    { upTo = Infinity, limit = Infinity }: ReadBounds = {},
  ): Promise<RecordedEvent<E>[]> {
    const end = ranges.length > 1 ? Math.min(upTo, (await this.get.state()).last) : upTo;
    const lanes = await Promise.all(ranges.map((range) => this.readLane(range, { upTo: end, limit })));
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
    return (await this.get.last(laneSubject(lane)))?.headers.position ?? 0;
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
    for await (const message of this.messages(range, upTo)) {
      if (holds(message)) return message.headers.position;
    }
    return undefined;
  }

  private async readLane(range: LaneRange, { upTo, limit }: Required<ReadBounds>): Promise<RecordedEvent<E>[]> {
    const events: RecordedEvent<E>[] = [];
    for await (const message of this.messages(range, upTo)) {
      events.push(toRecorded<E>(message, range.lane));
      if (events.length >= limit) break;
    }
    return events;
  }

  private async *messages({ lane, after }: LaneRange, upTo: Position): AsyncGenerator<StoredMessage> {
    const subject = laneSubject(lane);
    let from = after + 1;
    while (from <= upTo) {
      const { messages, more } = await this.get.batch(subject, from, BATCH_SIZE);
      for (const message of messages) {
        if (message.headers.position > upTo) return;
        yield message;
      }
      const last = messages.at(-1);
      if (!more || !last) return;
      from = last.headers.position + 1;
    }
  }
}
