import { PATIENCE_MS } from '@noroshi/testing';

export interface InboxOptions {
  /** Told when something does not come. */
  readonly state?: () => string;
}

/** What is awaited, and how to say it when it does not come. */
export interface Expected<F> {
  readonly wants: (frame: F) => boolean;
  readonly what: string;
}

interface Waiter<F> {
  readonly wants: (frame: F) => boolean;
  readonly take: (frame: F) => void;
}

const SHOWN = 8;

/** What somebody is told. Keeps every frame, and hands each out once. */
export class Inbox<F extends object> {
  /** Everything that came, in order. */
  readonly frames: F[] = [];
  readonly #options: InboxOptions;
  readonly #left: F[] = [];
  readonly #waiters = new Set<Waiter<F>>();

  constructor(options: InboxOptions = {}) {
    this.#options = options;
  }

  put(frame: F): void {
    this.frames.push(frame);
    for (const waiter of this.#waiters) {
      if (!waiter.wants(frame)) continue;
      this.#waiters.delete(waiter);
      waiter.take(frame);
      return;
    }
    this.#left.push(frame);
  }

  /** The first frame that no earlier call was given and that is wanted. @throws Error that says what came instead */
  next({ wants, what }: Expected<F>, timeoutMs = PATIENCE_MS): Promise<F> {
    const index = this.#left.findIndex(wants);
    if (index >= 0) return Promise.resolve(this.#left.splice(index, 1)[0] as F);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(new Error(`${what} did not come within ${timeoutMs} ms. ${this.#story()}`));
      }, timeoutMs);
      const waiter: Waiter<F> = {
        wants,
        take: (frame) => {
          clearTimeout(timer);
          resolve(frame);
        },
      };
      this.#waiters.add(waiter);
    });
  }

  #story(): string {
    const last = this.frames.slice(-SHOWN).map((frame) => `  ${JSON.stringify(frame).slice(0, 300)}`);
    return `${this.#options.state?.() ?? ''}The last of ${this.frames.length} frames:\n${last.join('\n')}`;
  }
}

export type Wanted<F> = Readonly<Record<string, unknown>> | ((frame: F) => boolean);

/** By some of its fields, or by a function. */
export const expected = <F extends object>(wanted: Wanted<F>): Expected<F> =>
  typeof wanted === 'function'
    ? { wants: wanted, what: `A frame for which ${wanted.toString()}` }
    : { wants: hasAll(wanted), what: `A frame ${JSON.stringify(wanted)}` };

const hasAll =
  (fields: Readonly<Record<string, unknown>>) =>
  (frame: object): boolean =>
    Object.entries(fields).every(([name, value]) => (frame as Record<string, unknown>)[name] === value);
