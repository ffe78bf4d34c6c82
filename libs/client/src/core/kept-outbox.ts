import type { OutboxStore, Outgoing } from '../ports/outbox-store.js';
import type { Refusal } from './messages.js';

const notKept: Refusal = {
  code: 'not_kept',
  message: 'Unsent messages can not be kept over a reload here',
};

/** What is told to the store, in order. A store that fails costs no message, only that it would survive a reload. */
export class KeptOutbox {
  readonly #store: OutboxStore;
  readonly #complain: (problem: Refusal) => void;
  #work: Promise<unknown> = Promise.resolve();
  #hasFailed = false;

  constructor(store: OutboxStore, complain: (problem: Refusal) => void) {
    this.#store = store;
    this.#complain = complain;
  }

  async all(userId: string): Promise<readonly Outgoing[]> {
    try {
      await this.#work;
      return await this.#store.all(userId);
    } catch {
      this.#failed();
      return [];
    }
  }

  put(entry: Outgoing): void {
    this.#then(() => this.#store.put(entry));
  }

  remove(userId: string, clientMessageId: string): void {
    this.#then(() => this.#store.remove(userId, clientMessageId));
  }

  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch(() => this.#failed());
  }

  #failed(): void {
    if (!this.#hasFailed) this.#complain(notKept);
    this.#hasFailed = true;
  }
}
