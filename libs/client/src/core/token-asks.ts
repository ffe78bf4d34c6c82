import type { TokenReason } from '../api/client.js';
import type { TokenAnswer } from './messages.js';
import type { Tab } from './tab.js';

interface Open {
  readonly tab: Tab;
  readonly reason: TokenReason;
  readonly resolve: (answer: TokenAnswer) => void;
}

/** Tokens live in the tabs: one of them is asked, and another if that one goes. */
export class TokenAsks {
  readonly #tabs: () => Iterable<Tab>;
  readonly #open = new Map<number, Open>();
  #lastId = 0;

  constructor(tabs: () => Iterable<Tab>) {
    this.#tabs = tabs;
  }

  ask(reason: TokenReason): Promise<TokenAnswer> {
    return new Promise((resolve) => this.#ask(reason, resolve));
  }

  answered(askId: number, answer: TokenAnswer): void {
    const open = this.#open.get(askId);
    this.#open.delete(askId);
    open?.resolve(answer);
  }

  gone(tab: Tab): void {
    for (const [askId, open] of [...this.#open])
      if (open.tab === tab) {
        this.#open.delete(askId);
        this.#ask(open.reason, open.resolve);
      }
  }

  #ask(reason: TokenReason, resolve: (answer: TokenAnswer) => void): void {
    const [tab] = this.#tabs();
    if (!tab) return resolve({ kind: 'failed', message: 'Nobody is there to give a token' });
    const askId = ++this.#lastId;
    this.#open.set(askId, { tab, reason, resolve });
    tab.tell({ kind: 'token', askId, reason });
  }
}
