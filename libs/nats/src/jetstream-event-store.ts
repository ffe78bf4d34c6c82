import { nuid } from '@nats-io/nats-core';
import type { AppendOptions, AppendResult, Event, EventStore, Guard, Lane, Position } from '@noroshi/event-sourcing';
import type { TraceParent } from '@noroshi/telemetry';
import type { Nats } from './connect.js';
import { headerBlock } from './header-block.js';
import { LogReader } from './log-reader.js';
import { Publisher, type Published, type PublisherOptions } from './publisher.js';
import { fenceHeaders, traceHeader } from './stored-message.js';
import type { EventLog } from './streams.js';
import { encodeToken } from './subject-token.js';
import { laneSubject } from './subjects.js';
import { watched } from './watched-append.js';

/**
 * The event store of one stream. Make one for each process and stream: all appends share its in-flight window.
 *
 * With replicas a read holds at least what was acknowledged before it began, whichever copy answers.
 */
export function createEventStore<E extends Event>(
  nats: Nats,
  log: EventLog,
  options: PublisherOptions = {},
): EventStore<E> {
  const reader = new LogReader<E>(nats, log);
  const publisher = new Publisher(nats, options);
  return {
    epoch: log.epoch,
    append: watched<E>(nats, log, (trace, [lane, event, appendOptions = {}]) =>
      append({ reader, publisher, log, lane, event, trace }, appendOptions),
    ),
    read: (lanes, { after = 0, ...bounds } = {}) =>
      reader.read(
        lanes.map((lane) => ({ lane, after })),
        bounds,
      ),
    readAt: (position) => reader.readAt(position),
    wholeAfter: (lane, after) => reader.wholeAfter(lane, after),
    lastPosition: (lane) => reader.lastPosition(lane),
  };
}

interface Append {
  readonly reader: LogReader<Event>;
  readonly publisher: Publisher;
  readonly log: EventLog;
  readonly lane: Lane;
  readonly event: Event;
  readonly trace: TraceParent | undefined;
}

async function append(append: Append, { guard, idempotencyKey }: AppendOptions): Promise<AppendResult> {
  const { publisher, lane, event, trace } = append;
  const subject = laneSubject(lane);
  // Without a key of the caller's, one that lives as long as this append: it may be published more than once.
  const messageId = idempotencyKey === undefined ? nuid.next() : encodeToken(idempotencyKey);
  const headers: [string, string][] = [['Nats-Msg-Id', messageId], ...(guard ? guardHeaders(subject, guard) : [])];
  if (trace !== undefined) headers.push([traceHeader, trace]);
  const data = utf8.encode(JSON.stringify(event));
  const published = await publisher.publish({ subject, data, headers: headerBlock(headers) });
  const { ack } = published;
  if (ack.kind === 'stored') {
    append.log.height.met(ack.position);
    // Under a caller's key a duplicate may also be the first try of this very append: the log can't tell them apart.
    return { stored: true, position: ack.position, duplicate: ack.duplicate && idempotencyKey !== undefined };
  }
  return refused(append, { published, messageId, guard });
}

const guardHeaders = (subject: string, guard: Guard): [string, string][] => {
  const guarding = laneSubject(guard.lane);
  const position: [string, string] = [fenceHeaders.position, String(guard.position)];
  return guarding === subject ? [position] : [position, [fenceHeaders.subject, guarding]];
};

interface Refusal {
  readonly published: Published;
  readonly messageId: string;
  readonly guard: Guard | undefined;
}

/**
 * When the acknowledgement of a first try was lost and the guard has moved since (on its own lane: because of the very
 * event), a second try is refused although the event is stored. So after a retry the lane is searched for it.
 */
async function refused({ reader, lane }: Append, { published, messageId, guard }: Refusal): Promise<AppendResult> {
  const { ack, retried, after } = published;
  const guarded = guard ?? { lane, position: 0 };
  const actual = (ack.kind === 'conflict' && ack.actual) || (await reader.lastPosition(guarded.lane));
  if (retried) {
    const own = await findOwn();
    if (own !== undefined) return { stored: true, position: own, duplicate: false };
  }
  return { stored: false, actual };

  function findOwn(): Promise<Position | undefined> {
    const range = { lane, after: Math.max(guarded.position, after) };
    return reader.find(range, actual, ({ headers }) => headers.messageId === messageId);
  }
}

const utf8 = new TextEncoder();
