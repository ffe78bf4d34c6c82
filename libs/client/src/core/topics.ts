import type { ClientFrame } from '../wire/client-frame.js';
import { againAfterMs } from './again.js';
import type { Asks } from './asks.js';
import type { Clock } from './clock.js';
import type { Refusal, ToTab, Topic } from './messages.js';

type Told = Extract<ToTab, { kind: 'topic' | 'topicRefused' }>;

interface Needs {
  readonly clock: Clock;
  readonly ask: Asks['ask'];
  readonly send: (frame: ClientFrame) => boolean;
  /** To all who listen to the topic. */
  readonly tell: (message: Told) => void;
}

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
    this.#needs.ask(asked(topic), (refusal) => this.#answered(topic, refusal));
  }

  #answered(topic: Topic, refusal: Refusal | undefined): void {
    if (!refusal) return this.#needs.tell({ kind: 'topic', topic, phase: 'ready' });
    if (refusal.code === 'offline') return;
    const wait = againAfterMs(refusal);
    if (wait === undefined) return this.#needs.tell({ kind: 'topicRefused', topic, refusal });
    this.#needs.clock.after(wait, () => this.#holders.has(topic) && this.#ask(topic));
  }
}
