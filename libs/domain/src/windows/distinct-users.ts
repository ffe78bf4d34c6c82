import { fingerprintOf } from '../message/client-message.js';

/** Up to so many users are counted exactly; more are estimated, in 4 KB however many they are. */
export const EXACT_USERS = 512;

const INDEX_BITS = 12;
/** A standard error of 1.6 % (1.04 / sqrt). */
const REGISTERS = 2 ** INDEX_BITS;
const MOST_RANK = 32 - INDEX_BITS + 1;
const ZERO = '0'.charCodeAt(0);
/** Up to this, the registers that nobody hit say more than the others. */
const FEW = 2.5 * REGISTERS;

/** As it travels between processes: the users, or a digit of each register. */
export type UsersSeen = readonly string[] | string;

/**
 * How many different users there are. It depends on who was added, and not on the order, on repetitions, or on how they
 * were spread over several that are added up: so partial counts of several processes make the count of one.
 */
export class DistinctUsers {
  readonly #exact = new Set<string>();
  /** HyperLogLog; from when there are too many. */
  #registers: Uint8Array | undefined;

  /** Undefined: it is no such thing. */
  static from(seen: unknown): DistinctUsers | undefined {
    const users = new DistinctUsers();
    if (typeof seen === 'string') return users.#read(seen) ? users : undefined;
    if (!Array.isArray(seen) || !seen.every((user) => typeof user === 'string')) return undefined;
    for (const user of seen) users.add(user);
    return users;
  }

  add(user: string): void {
    if (this.#registers) return hit(this.#registers, user);
    this.#exact.add(user);
    if (this.#exact.size > EXACT_USERS) this.#estimate();
  }

  addAll(others: DistinctUsers): void {
    for (const user of others.#exact) this.add(user);
    if (!others.#registers) return;
    const registers = this.#registers ?? this.#estimate();
    for (const [index, rank] of others.#registers.entries())
      if (rank > (registers[index] ?? 0)) registers[index] = rank;
  }

  get count(): number {
    return this.#registers ? estimateOf(this.#registers) : this.#exact.size;
  }

  seen(): UsersSeen {
    if (!this.#registers) return [...this.#exact].sort();
    return Array.from(this.#registers, (rank) => String.fromCharCode(ZERO + rank)).join('');
  }

  #estimate(): Uint8Array {
    const registers = new Uint8Array(REGISTERS);
    for (const user of this.#exact) hit(registers, user);
    this.#exact.clear();
    this.#registers = registers;
    return registers;
  }

  #read(digits: string): boolean {
    const ranks = Uint8Array.from(digits, (digit) => digit.charCodeAt(0) - ZERO);
    if (digits.length !== REGISTERS || ranks.some((rank) => rank > MOST_RANK)) return false;
    this.#registers = ranks;
    return true;
  }
}

function hit(registers: Uint8Array, user: string): void {
  const hash = fingerprintOf(user) >>> 0;
  const index = hash >>> (32 - INDEX_BITS);
  const rank = Math.min(Math.clz32(hash << INDEX_BITS) + 1, MOST_RANK);
  if (rank > (registers[index] ?? 0)) registers[index] = rank;
}

function estimateOf(registers: Uint8Array): number {
  let sum = 0;
  let untouched = 0;
  for (const rank of registers) {
    sum += 2 ** -rank;
    if (rank === 0) untouched += 1;
  }
  const estimate = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS * REGISTERS) / sum;
  const isFew = estimate <= FEW && untouched > 0;
  return Math.round(isFew ? REGISTERS * Math.log(REGISTERS / untouched) : estimate);
}
