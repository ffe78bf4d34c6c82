import { MARK, senderAt, sequenceAt } from './content.js';

const [MARK_FIRST, MARK_SECOND] = MARK;
const FNV_PRIME = 16_777_619;

export interface LedgerOptions {
  readonly senders: number;
  /** Sequences begin again at 0 after this many: only for a peer that repeats prepared bytes. */
  readonly wrap?: number;
}

/** What one member was delivered: counted, and every sequence checked, so that speed by loss or by disorder shows. */
export class DeliveryLedger {
  count = 0;
  payloadBytes = 0;
  lastSequence = -1;
  /** Two members saw the same messages in the same order if and only if (but for a hash collision) these are equal. */
  order = 0x811c9dc5 | 0;
  /** The first thing that was wrong, in words. */
  fault: string | undefined;
  readonly #next: Int32Array;
  readonly #wrap: number;
  #markOffset = 0;

  constructor({ senders, wrap = Number.MAX_SAFE_INTEGER }: LedgerOptions) {
    this.#next = new Int32Array(senders);
    this.#wrap = wrap;
  }

  /** False when this frame is no delivery, but something the peer says on the side. */
  record(bytes: Buffer, start: number, end: number): boolean {
    const mark = this.#findMark(bytes, start, end);
    if (mark < 0) return false;
    const sender = senderAt(bytes, mark);
    const sequence = sequenceAt(bytes, mark);
    this.#check(sender, sequence);
    this.count++;
    this.payloadBytes += end - start;
    this.lastSequence = sequence;
    this.order = Math.imul(this.order ^ ((sender << 24) ^ sequence), FNV_PRIME);
    return true;
  }

  // A frame's fields before the content hardly ever change length, so the place where it was found last is tried first.
  #findMark(bytes: Buffer, start: number, end: number): number {
    const likely = start + this.#markOffset;
    if (likely < end && bytes[likely] === MARK_FIRST && bytes[likely + 1] === MARK_SECOND) return likely;
    const found = bytes.subarray(start, end).indexOf(MARK);
    if (found < 0) return -1;
    this.#markOffset = found;
    return start + found;
  }

  #check(sender: number, sequence: number): void {
    const expected = this.#next[sender];
    if (sequence !== expected) {
      this.fault ??= `sender ${sender}: expected message ${String(expected)}, got ${sequence}`;
    }
    this.#next[sender] = sequence + 1 === this.#wrap ? 0 : sequence + 1;
  }
}

/** Why these members were not all delivered the same `sent` messages exactly once in one order; undefined when they were. */
export const faultOf = (ledgers: readonly DeliveryLedger[], sent: number): string | undefined => {
  for (const [index, ledger] of ledgers.entries()) {
    if (ledger.fault !== undefined) return `member ${index}: ${ledger.fault}`;
    if (ledger.count !== sent) return `member ${index}: ${ledger.count} of ${sent} messages`;
    if (ledger.order !== ledgers[0]?.order) return `members 0 and ${index} saw different orders`;
  }
  return undefined;
};
