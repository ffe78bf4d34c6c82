import { MAX_NESTING } from '../../parse-json.js';

export interface Split {
  /** The bytes of each, as far as it made sense. */
  readonly values: readonly Uint8Array[];
  /** What is wrong with the rest; absent: there is none. */
  readonly problem?: Problem;
}

type Problem = 'invalid_msgpack' | 'too_deep';

/** A value's first bytes: how many they are with what they say is to come, and how many values are in it. */
interface Head {
  readonly size: number;
  readonly items: number;
}

/** How the values of one first byte are formed. */
interface Form {
  /** Bytes of the count that follows the first one. */
  readonly countIn: number;
  /** What is counted: bytes (0), values (1), or pairs of them (2). */
  readonly each: 0 | 1 | 2;
  /** Bytes that follow in any case. */
  readonly fixed: number;
}

const plain = (fixed: number): Form => ({ countIn: 0, each: 0, fixed });
const counted = (countIn: number, each: Form['each']): Form => ({ countIn, each, fixed: 0 });

/** What is not here has no meaning in JSON either: bytes and extensions. */
const forms: ReadonlyMap<number, Form> = new Map([
  [0xc0, plain(0)],
  [0xc2, plain(0)],
  [0xc3, plain(0)],
  [0xca, plain(4)],
  [0xcb, plain(8)],
  [0xcc, plain(1)],
  [0xcd, plain(2)],
  [0xce, plain(4)],
  [0xcf, plain(8)],
  [0xd0, plain(1)],
  [0xd1, plain(2)],
  [0xd2, plain(4)],
  [0xd3, plain(8)],
  [0xd9, counted(1, 0)],
  [0xda, counted(2, 0)],
  [0xdb, counted(4, 0)],
  [0xdc, counted(2, 1)],
  [0xdd, counted(4, 1)],
  [0xde, counted(2, 2)],
  [0xdf, counted(4, 2)],
]);

/**
 * Finds the values of a message, before anything is built of what a stranger sent: what is not whole, nests too deeply or is none of
 * the types that JSON has never reaches the decoder, which would make room for as many items as are promised, and code for records.
 */
export function splitValues(bytes: Uint8Array): Split {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: Uint8Array[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = endOf(view, start);
    if (typeof end === 'string') return { values, problem: end };
    values.push(bytes.subarray(start, end));
    start = end;
  }
  return { values };
}

function endOf(view: DataView, start: number): number | Problem {
  /** Of each value that is open, how many are to come in it. */
  const open = [1];
  let at = start;
  while (open.length > 0) {
    const head = at < view.byteLength ? headAt(view, at) : undefined;
    if (!head || at + head.size > view.byteLength) return 'invalid_msgpack';
    at += head.size;
    take(open, head.items);
    if (open.length - 1 > MAX_NESTING) return 'too_deep';
  }
  return at;
}

/** One less is to come, and then those that are in it. */
function take(open: number[], items: number): void {
  open.push((open.pop() ?? 0) - 1);
  if (items > 0) open.push(items);
  while (open.at(-1) === 0) open.pop();
}

function headAt(view: DataView, at: number): Head | undefined {
  const first = view.getUint8(at);
  if (first < 0x80 || first >= 0xe0) return { size: 1, items: 0 };
  if (first < 0x90) return { size: 1, items: 2 * (first & 0x0f) };
  if (first < 0xa0) return { size: 1, items: first & 0x0f };
  if (first < 0xc0) return { size: 1 + (first & 0x1f), items: 0 };
  const form = forms.get(first);
  return form && headOf(form, view, at + 1);
}

function headOf({ countIn, each, fixed }: Form, view: DataView, at: number): Head | undefined {
  if (at + countIn > view.byteLength) return undefined;
  let count = 0;
  for (let index = 0; index < countIn; index += 1) count = count * 0x100 + view.getUint8(at + index);
  return { size: 1 + countIn + fixed + (each === 0 ? count : 0), items: each * count };
}
