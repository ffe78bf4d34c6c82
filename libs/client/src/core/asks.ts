import type { ClientFrame } from '../wire/client-frame.js';
import type { ErrorFrame, ServerFrame } from '../wire/server-frame.js';
import type { Clock } from './clock.js';
import type { Refusal } from './messages.js';

/** How an ask ended. */
export type Outcome =
  | { readonly kind: 'done'; readonly frames: readonly ServerFrame[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

interface Ask {
  readonly frames: ServerFrame[];
  readonly end: (outcome: Outcome) => void;
}

interface Needs {
  readonly clock: Clock;
  /** False: there is no connection. */
  readonly send: (frame: ClientFrame) => boolean;
}

/** A connection that answers pings and not this has lost it. */
const PATIENCE_MS = 30_000;

export const offline: Refusal = { code: 'offline', message: 'There is no connection' };

export const refusalOf = ({ code, message, retryAfter }: ErrorFrame): Refusal => ({
  code,
  message,
  ...(retryAfter !== undefined && { retryAfter }),
});

/** Questions and their answers, told apart by `ref`. */
export class Asks {
  readonly #needs: Needs;
  readonly #open = new Map<number, Ask>();
  #lastRef = 0;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  ask(frame: ClientFrame, end: (outcome: Outcome) => void): void {
    const ref = ++this.#lastRef;
    if (!this.#needs.send({ ...frame, ref })) return end({ kind: 'refused', refusal: offline });
    const stopWaiting = this.#needs.clock.after(PATIENCE_MS, () =>
      this.#end(ref, { kind: 'refused', refusal: { code: 'unavailable', message: 'There was no answer' } }),
    );
    this.#open.set(ref, {
      frames: [],
      end(outcome) {
        stopWaiting();
        end(outcome);
      },
    });
  }

  heard(frame: ServerFrame): void {
    const ref = 'ref' in frame && typeof frame.ref === 'number' ? frame.ref : undefined;
    if (ref === undefined) return;
    const ask = this.#open.get(ref);
    if (!ask) return;
    if (frame.type === 'error') this.#end(ref, { kind: 'refused', refusal: refusalOf(frame) });
    else if (frame.type === 'done') this.#end(ref, { kind: 'done', frames: ask.frames });
    else ask.frames.push(frame);
  }

  /** Nobody knows what became of them. */
  connectionLost(): void {
    for (const ref of [...this.#open.keys()]) this.#end(ref, { kind: 'refused', refusal: offline });
  }

  #end(ref: number, outcome: Outcome): void {
    const ask = this.#open.get(ref);
    this.#open.delete(ref);
    ask?.end(outcome);
  }
}
