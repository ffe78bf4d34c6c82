import { createInbox, type Msg, type MsgHdrs } from '@nats-io/nats-core';
import { EventLogFull, EventLogUnavailable, type Position } from '@noroshi/event-sourcing';
import type { Nats } from './connect.js';
import { onMessage } from './on-message.js';
import { parseAck, type Ack } from './publish-ack.js';
import { Slots } from './slots.js';

export interface PublisherOptions {
  /** How long to wait for an acknowledgement before the message is published again; 1,000 by default. */
  readonly ackTimeoutMs?: number;
  /** How often a message is published before it is given up; 4 by default. */
  readonly maxTries?: number;
  /** Messages on their way at a time, the others wait; 1,024 by default. */
  readonly maxInFlight?: number;
}

/** `headers` must hold a `Nats-Msg-Id`: a message may be published more than once. */
export interface Publication {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers: MsgHdrs;
}

export interface Published {
  readonly ack: Exclude<Ack, { kind: 'unavailable' | 'full' }>;
  /** An earlier try may have been stored, without its acknowledgement having come. */
  readonly retried: boolean;
  /** The last position that was known to be taken when the message was first published. */
  readonly after: Position;
}

interface InFlight {
  readonly publication: Publication;
  readonly after: Position;
  readonly settle: (published: Published) => void;
  readonly fail: (cause: unknown) => void;
  tries: number;
  sentAt: number;
}

const defaults = { ackTimeoutMs: 1_000, maxTries: 4, maxInFlight: 1_024 };

/**
 * Publishes to a stream and waits for its acknowledgement, many at a time.
 *
 * One reply inbox for all, told apart by a number in the reply subject: a subscription, a promise race and a timer for
 * each message is what keeps the library's own `publish` at a third of this speed.
 */
export class Publisher {
  private readonly inbox: string;
  private readonly options: Required<PublisherOptions>;
  private readonly slots: Slots;
  /** In the order of the last try, so that the first one is the next to time out. */
  private readonly inFlight = new Map<string, InFlight>();
  private numbers = 0;
  private lastAcknowledged: Position = 0;
  private sweep: NodeJS.Timeout | undefined;
  /** What goes out together when this turn of the event loop ends: one write for all that came in with it. */
  private outgoing: string[] = [];

  constructor(
    private readonly nats: Nats,
    options: PublisherOptions = {},
  ) {
    this.options = { ...defaults, ...options };
    this.slots = new Slots(this.options.maxInFlight);
    this.inbox = createInbox();
    nats.connection.subscribe(`${this.inbox}.*`, { callback: onMessage((message) => this.onAck(message)) });
    nats.onReconnect(() => this.publishAllAgain());
  }

  /**
   * @throws EventLogUnavailable at once while there is no connection, or when every try went unanswered
   * @throws EventLogFull
   */
  async publish(publication: Publication): Promise<Published> {
    const asked = Date.now();
    if (!this.slots.tryTake()) await this.slots.take();
    try {
      if (Date.now() - asked > this.patienceMs) throw new EventLogUnavailable('the event log is not keeping up');
      return await this.send(publication);
    } finally {
      this.slots.give();
    }
  }

  /** So that those who wait for a slot don't wait once more for all that those before them did. */
  private get patienceMs(): number {
    return this.options.ackTimeoutMs * this.options.maxTries;
  }

  private send(publication: Publication): Promise<Published> {
    return new Promise((settle, fail) => {
      if (!this.nats.isConnected()) {
        fail(new EventLogUnavailable('there is no connection to the event log'));
        return;
      }
      this.numbers += 1;
      const after = this.lastAcknowledged;
      this.try(this.numbers.toString(36), { publication, after, settle, fail, tries: 0, sentAt: 0 });
      this.sweep ??= setTimeout(() => this.sweepOverdue(), this.options.ackTimeoutMs);
    });
  }

  private try(number: string, message: InFlight): void {
    message.tries += 1;
    message.sentAt = Date.now();
    this.inFlight.delete(number);
    this.inFlight.set(number, message);
    this.outgoing.push(number);
    if (this.outgoing.length === 1) setImmediate(() => this.sendOutgoing());
  }

  private sendOutgoing(): void {
    for (const number of this.outgoing.splice(0)) {
      const message = this.inFlight.get(number);
      if (message) this.sendNow(number, message);
    }
  }

  private sendNow(number: string, message: InFlight): void {
    const { subject, data, headers } = message.publication;
    try {
      this.nats.connection.publish(subject, data, { headers, reply: `${this.inbox}.${number}` });
    } catch (cause) {
      this.inFlight.delete(number);
      const isClosed = this.nats.connection.isClosed() || this.nats.connection.isDraining();
      message.fail(isClosed ? new EventLogUnavailable('the connection to the event log was closed', { cause }) : cause);
    }
  }

  private onAck(message: Msg): void {
    const number = message.subject.slice(this.inbox.length + 1);
    const waiting = this.inFlight.get(number);
    // A second answer to a message that was published twice.
    if (!waiting) return;
    this.inFlight.delete(number);
    const ack = parseAck(message);
    if (ack.kind === 'unavailable' || ack.kind === 'full') {
      waiting.fail(new (ack.kind === 'full' ? EventLogFull : EventLogUnavailable)(ack.reason));
      return;
    }
    if (ack.kind === 'stored' && ack.position > this.lastAcknowledged) this.lastAcknowledged = ack.position;
    waiting.settle({ ack, retried: waiting.tries > 1, after: waiting.after });
  }

  private sweepOverdue(): void {
    const { ackTimeoutMs, maxTries } = this.options;
    const overdue = Date.now() - ackTimeoutMs;
    for (const [number, message] of this.inFlight) {
      if (message.sentAt > overdue) break;
      if (message.tries >= maxTries || this.nats.connection.isClosed()) this.giveUp(number, message);
      else this.try(number, message);
    }
    this.sweep = this.inFlight.size > 0 ? setTimeout(() => this.sweepOverdue(), this.nextSweepMs()) : undefined;
  }

  private nextSweepMs(): number {
    const [first] = this.inFlight.values();
    return Math.max(1, (first?.sentAt ?? 0) + this.options.ackTimeoutMs + 1 - Date.now());
  }

  private giveUp(number: string, message: InFlight): void {
    this.inFlight.delete(number);
    message.fail(new EventLogUnavailable(`the event log did not acknowledge ${message.tries} tries`));
  }

  /** In the order they were first published, so that a reconnect does not turn two messages of one sender around. */
  private publishAllAgain(): void {
    for (const [number, message] of [...this.inFlight]) {
      if (message.tries >= this.options.maxTries) this.giveUp(number, message);
      else this.try(number, message);
    }
  }
}
