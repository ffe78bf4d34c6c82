import { NumberedText, type Numbered } from '../../numbered-text.js';

/** As many as a Mattermost server keeps. What every event is made of is shared by all who got it. */
const KEPT = 128;

/** What one connection was told, as another gateway can take it up. */
export interface SentEventsDump {
  /** The number of the event that comes next. */
  readonly next: number;
  /** The last ones, oldest first, without their numbers. */
  readonly kept: readonly string[];
}

/** Numbers what a connection is told, without a hole, and keeps the end of it for a client that comes back. */
export class SentEvents {
  #next: number;
  /** The first number that is kept, unless it was pushed out. */
  readonly #first: number;
  readonly #kept: string[] = [];

  constructor({ next, kept }: SentEventsDump) {
    this.#next = next - kept.length;
    this.#first = this.#next;
    for (const body of kept) this.#keep(body);
  }

  /** @returns the event with its number */
  add({ body, shared }: SharedEvent): Numbered {
    return { shared, number: this.#keep(body) };
  }

  /** Everything from a number on, as it was said; undefined when some of it is no longer kept, or was never said. */
  since(seq: number): string[] | undefined {
    if (seq > this.#next || seq < this.#floor) return undefined;
    return this.#bodies(seq).map((body, index) => numbered(body, seq + index));
  }

  dump(): SentEventsDump {
    return { next: this.#next, kept: this.#bodies(this.#floor) };
  }

  #keep(body: string): number {
    const number = this.#next;
    this.#kept[number % KEPT] = body;
    this.#next += 1;
    return number;
  }

  get #floor(): number {
    return Math.max(this.#first, this.#next - KEPT);
  }

  #bodies(from: number): string[] {
    return Array.from({ length: this.#next - from }, (_, index) => this.#kept[(from + index) % KEPT] ?? '');
  }
}

/** An event is written without its last brace, so that its number goes in behind. */
const withNumber = (body: string): NumberedText => new NumberedText(`${body},"seq":`, '}');

const numbered = (body: string, seq: number): string => withNumber(body).text(seq);

/** An event as it is told to all, each of whom counts it as another one. */
export interface SharedEvent {
  readonly body: string;
  readonly shared: NumberedText;
}

export const sharedEvent = (body: string): SharedEvent => ({ body, shared: withNumber(body) });
