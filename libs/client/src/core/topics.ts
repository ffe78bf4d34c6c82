import type { ClientFrame } from '../wire/client-frame.js';
import type { ServerFrame, ServerFrameType } from '../wire/server-frame.js';
import { againAfterMs, isPassing } from './again.js';
import type { Outcome } from './asks.js';
import type { Clock } from './clock.js';
import type { ToTab, Topic } from './messages.js';

type Told = Extract<ToTab, { kind: 'topic' | 'topicRefused' }>;

interface Needs {
  readonly clock: Clock;
  readonly ask: (frame: ClientFrame, end: (outcome: Outcome) => void) => void;
  readonly send: (frame: ClientFrame) => boolean;
  /** To all who listen to the topic. */
  readonly tell: (message: Told) => void;
}

const topics: { readonly [type in ServerFrameType]?: Topic } = {
  following: 'follow',
  followed: 'follow',
  unfollowed: 'follow',
  notification: 'notifications',
  notificationUpdated: 'notifications',
  notificationsCleared: 'notifications',
  metrics: 'metrics',
  alert: 'alerts',
  systemEvent: 'events',
  rooms: 'rooms',
};

export const topicOf = ({ type }: ServerFrame): Topic | undefined => topics[type];

const asked = (topic: Topic): ClientFrame =>
  topic === 'follow' || topic === 'notifications' ? { action: topic } : { action: 'watch', streams: [topic] };

/** What is heard because somebody asked for it, and asked again after each reconnect. */
export class Topics {
  readonly #needs: Needs;
  readonly #holders = new Map<Topic, Set<object>>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  isHeldBy(topic: Topic, holder: object): boolean {
    return this.#holders.get(topic)?.has(holder) ?? false;
  }

  /** Who comes later needs to know how things stand as well: all are told again. */
  listen(topic: Topic, holder: object): void {
    const holders = this.#holders.get(topic) ?? new Set();
    // The server says how a stream stands only when it is new to the connection.
    if (holders.size > 0) this.#end(topic);
    this.#holders.set(topic, holders.add(holder));
    this.#ask(topic);
  }

  unlisten(topic: Topic, holder: object): void {
    const holders = this.#holders.get(topic);
    if (!holders?.delete(holder) || holders.size > 0) return;
    this.#holders.delete(topic);
    this.#end(topic);
  }

  unlistenAll(holder: object): void {
    for (const topic of [...this.#holders.keys()]) this.unlisten(topic, holder);
  }

  connected(): void {
    for (const topic of this.#holders.keys()) this.#ask(topic);
  }

  /** The others are cheap, and can't be ended but with the connection. */
  #end(topic: Topic): void {
    if (topic !== 'follow' && topic !== 'notifications') this.#needs.send({ action: 'unwatch', streams: [topic] });
  }

  #ask(topic: Topic): void {
    this.#needs.tell({ kind: 'topic', topic, phase: 'asked' });
    this.#needs.ask(asked(topic), (outcome) => this.#answered(topic, outcome));
  }

  #answered(topic: Topic, outcome: Outcome): void {
    if (outcome.kind === 'done') return this.#needs.tell({ kind: 'topic', topic, phase: 'ready' });
    const { refusal } = outcome;
    if (refusal.code === 'offline') return;
    if (!isPassing(refusal)) return this.#needs.tell({ kind: 'topicRefused', topic, refusal });
    this.#needs.clock.after(againAfterMs(refusal), () => this.#holders.has(topic) && this.#ask(topic));
  }
}
