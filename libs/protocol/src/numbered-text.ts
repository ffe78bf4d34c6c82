/** Digits of the largest number that a double counts to exactly. */
const MOST_DIGITS = 16;

const utf8 = new TextEncoder();
const decoder = new TextDecoder();

/**
 * A text that many get, each with a number of their own in it: turned into bytes once, and then only its digits are written,
 * as often as it is asked for.
 */
export class NumberedText {
  readonly #before: string;
  readonly #after: string;
  #bytes: SharedBytes | undefined;

  constructor(before: string, after: string) {
    this.#before = before;
    this.#after = after;
  }

  text(number: number): string {
    return `${this.#before}${number}${this.#after}`;
  }

  /** UTF-8, good until it is asked for the next time: the memory is the same. @param number whole, not negative */
  bytes(number: number): Uint8Array {
    this.#bytes ??= new SharedBytes(utf8.encode(this.#before), utf8.encode(this.#after));
    return this.#bytes.with(number);
  }

  /** UTF-16 units, but for those of the number. */
  get length(): number {
    return this.#before.length + this.#after.length;
  }
}

class SharedBytes {
  readonly #at: number;
  readonly #after: Uint8Array;
  readonly #all: Uint8Array;
  /** By digits: making one anew for each who gets it would cost more than writing the digits. */
  readonly #views: (Uint8Array | undefined)[] = [];

  constructor(before: Uint8Array, after: Uint8Array) {
    this.#at = before.length;
    this.#after = after;
    this.#all = new Uint8Array(before.length + MOST_DIGITS + after.length);
    this.#all.set(before);
  }

  with(number: number): Uint8Array {
    const digits = digitsOf(number);
    const end = this.#at + digits;
    for (let place = end - 1, rest = number; place >= this.#at; place -= 1) {
      const tens = Math.floor(rest / 10);
      this.#all[place] = ZERO + (rest - tens * 10);
      rest = tens;
    }
    this.#all.set(this.#after, end);
    return (this.#views[digits] ??= this.#all.subarray(0, end + this.#after.length));
  }
}

const ZERO = 0x30;

function digitsOf(number: number): number {
  let [digits, beyond] = [1, 10];
  while (number >= beyond) {
    digits += 1;
    beyond *= 10;
  }
  return digits;
}

/** A frame as it is sent: a text message, or a binary one. */
export type Encoded = string | Uint8Array;

/** What one connection is told: a frame, or a text that others get too with another number. */
export type Said = Encoded | Numbered;

export interface Numbered {
  readonly shared: NumberedText;
  readonly number: number;
}

const isEncoded = (said: Said): said is Encoded => typeof said === 'string' || said instanceof Uint8Array;

/** Of bytes what they are as UTF-8. */
export function textOf(said: Said): string {
  if (!isEncoded(said)) return said.shared.text(said.number);
  return typeof said === 'string' ? said : decoder.decode(said);
}

/** UTF-16 units or bytes, roughly. */
export const lengthOf = (said: Said): number => (isEncoded(said) ? said.length : said.shared.length);
