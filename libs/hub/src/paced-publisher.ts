import type { Encoded } from '@noroshi/protocol';
import type { Publisher } from './connection.js';

export interface Pace {
  /** Milliseconds, from any fixed moment. */
  now(): number;
  /** Runs a task when the frames that were handed over by now have been written to the sockets. */
  afterWriting(task: () => void): void;
  later(task: () => void, ms: number): void;
}

/** Nobody waits longer than this for a frame that could have been written. */
const LONGEST_REST_MS = 4;

/**
 * Publishes at once, but rests after it for as long as the sockets took to be written; what comes meanwhile is published
 * together. One write per socket then carries many frames: in a room of a thousand under load that is most of the cost,
 * in a small room the rest is too short to be noticed.
 */
export class PacedPublisher implements Publisher {
  readonly #inner: Publisher;
  readonly #pace: Pace;
  #held: { readonly topic: string; readonly frame: Encoded }[] = [];
  #resting = false;

  constructor(inner: Publisher, pace: Pace) {
    this.#inner = inner;
    this.#pace = pace;
  }

  publish(topic: string, frame: Encoded): void {
    if (this.#resting) this.#held.push({ topic, frame });
    else {
      this.#inner.publish(topic, frame);
      this.#rest();
    }
  }

  /** Hands over what is held: who subscribes after this gets nothing that was published before. */
  flush(): void {
    for (const { topic, frame } of this.#held.splice(0)) this.#inner.publish(topic, frame);
  }

  #rest(): void {
    this.#resting = true;
    const begun = this.#pace.now();
    this.#pace.afterWriting(() => {
      const rest = Math.min(this.#pace.now() - begun, LONGEST_REST_MS);
      if (rest < 1) this.#wake();
      else this.#pace.later(() => this.#wake(), rest);
    });
  }

  #wake(): void {
    if (this.#held.length === 0) {
      this.#resting = false;
      return;
    }
    this.flush();
    this.#rest();
  }
}
