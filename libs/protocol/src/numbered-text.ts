const utf8 = new TextEncoder();
const decoder = new TextDecoder();

/**
 * A text that many get, each with a number of their own in it: turned into bytes once, and then only its digits are written,
 * as often as it is asked for.
 */
export class NumberedText {
  readonly #before: string;
  readonly #after: string;
  /** By digits of the number: those of many connections are hardly ever of more than two lengths. */
  readonly #bytes: (Uint8Array | undefined)[] = [];
  #bytesAfter = 0;

  constructor(before: string, after: string) {
    this.#before = before;
    this.#after = after;
  }

  text(number: number): string {
    return `${this.#before}${number}${this.#after}`;
  }

  /** UTF-8, good until it is asked for the next time: the memory is the same. @param number whole, not negative */
  bytes(number: number): Uint8Array {
    const digits = digitsOf(number);
    const bytes = this.#bytes[digits];
    if (bytes) writeDigits(bytes, number, bytes.length - this.#bytesAfter);
    return bytes ?? this.#encode(number, digits);
  }

  /** UTF-16 units, but for those of the number. */
  get length(): number {
    return this.#before.length + this.#after.length;
  }

  #encode(number: number, digits: number): Uint8Array {
    this.#bytesAfter = utf8.encode(this.#after).length;
    return (this.#bytes[digits] = utf8.encode(this.text(number)));
  }
}

const ZERO = 0x30;

/** All the digits that are there already, the last of them before `end`. */
function writeDigits(bytes: Uint8Array, number: number, end: number): void {
  let [place, rest] = [end, number];
  do {
    const tens = Math.floor(rest / 10);
    place -= 1;
    bytes[place] = ZERO + (rest - tens * 10);
    rest = tens;
  } while (rest > 0);
}

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
