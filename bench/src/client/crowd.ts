import { setTimeout as delay } from 'node:timers/promises';
import { DeliveryLedger, type LedgerOptions } from './delivery-ledger.js';
import type { Target } from './job.js';
import { Member } from './member.js';
import type { Wire } from './wire.js';

const JOINING_AT_ONCE = 50;
const QUIET_MS = 250;
const SETTLE_LIMIT_MS = 15_000;
/** No delivery for this long while messages are outstanding: they are lost, not late. */
const STALLED_MS = 10_000;
const POLL_MS = 25;

export interface CrowdOptions {
  readonly target: Target;
  readonly wire: Wire;
  readonly size: number;
  readonly ledger: LedgerOptions;
}

/** All members of the one room, and how much they have been delivered together. */
export class Crowd {
  readonly members: Member[] = [];
  delivered = 0;
  onDelivery: (member: Member) => void = () => undefined;
  onProgress: () => void = () => undefined;
  /** Rejects when any member's connection fails; never resolves. */
  readonly failure: Promise<never>;
  #fail: (error: Error) => void = () => undefined;
  readonly #stalled: Member[] = [];
  #lastRead = performance.now();

  constructor(private readonly options: CrowdOptions) {
    this.failure = new Promise((_resolve, reject) => (this.#fail = reject));
    this.failure.catch(() => undefined);
  }

  /** @param size how many are to be there in the end; all unless given */
  async join(size = this.options.size): Promise<void> {
    for (let first = this.members.length; first < size; first += JOINING_AT_ONCE) {
      const indices = Array.from({ length: Math.min(JOINING_AT_ONCE, size - first) }, (_, i) => first + i);
      await Promise.all(indices.map(async (index) => this.options.wire.prepare?.(index)));
      const batch = indices.map((index) => this.#add(index));
      await Promise.race([Promise.all(batch.map((member) => member.joined)), this.failure]);
    }
    await this.quiet();
  }

  /** The last members of the crowd stop reading: nothing is expected of them any more. */
  stall(count: number): void {
    for (const member of this.members.splice(this.members.length - count, count)) {
      this.#stalled.push(member);
      member.stall();
    }
  }

  /** What others say of a thousand joins is heard before anything is timed. */
  async quiet(): Promise<void> {
    const limit = performance.now() + SETTLE_LIMIT_MS;
    while (performance.now() - this.#lastRead < QUIET_MS && performance.now() < limit) await this.pause(POLL_MS);
  }

  /** Waits until everyone has everything, until something is known to be wrong, or until nothing comes any more. */
  async drain(messages: number): Promise<void> {
    const expected = messages * this.members.length;
    const stalled = (): boolean => performance.now() - this.#lastRead > STALLED_MS;
    const faulty = (): boolean => this.members.some(({ ledger }) => ledger.fault !== undefined);
    while (this.delivered < expected && !faulty() && !stalled()) await this.pause(POLL_MS);
  }

  async pause(milliseconds: number): Promise<void> {
    await Promise.race([delay(milliseconds), this.failure]);
  }

  get payloadBytes(): number {
    return this.members.reduce((sum, { ledger }) => sum + ledger.payloadBytes, 0);
  }

  leave(): void {
    for (const member of [...this.members, ...this.#stalled]) member.destroy();
  }

  #add(index: number): Member {
    const { target, wire, ledger } = this.options;
    const member = new Member({
      index,
      target,
      wire,
      ledger: new DeliveryLedger(ledger),
      onDelivery: (to) => this.onDelivery(to),
      onRead: (deliveries) => {
        this.#lastRead = performance.now();
        this.delivered += deliveries;
        if (deliveries > 0) this.onProgress();
      },
      onFailure: this.#fail,
    });
    this.members.push(member);
    return member;
  }
}
