import type { TokenReason } from '../api/client.js';
import type { TokenAnswer } from './messages.js';
import type { Tab } from './tab.js';

interface Open {
  readonly tab: Tab;
  readonly reason: TokenReason;
  readonly resolve: (answer: TokenAnswer) => void;
}

/** Tokens live in the tabs: one of them is asked, and another if that one goes. */
export function tokenAsks(tabs: ReadonlySet<Tab>) {
  const open = new Map<number, Open>();
  let lastId = 0;
  const ask = (reason: TokenReason, resolve: Open['resolve']): void => {
    const [tab] = tabs;
    if (!tab) return resolve({ kind: 'failed', message: 'Nobody is there to give a token' });
    const askId = ++lastId;
    open.set(askId, { tab, reason, resolve });
    tab.tell({ kind: 'token', askId, reason });
  };
  return {
    ask: (reason: TokenReason) => new Promise<TokenAnswer>((resolve) => ask(reason, resolve)),
    answered(askId: number, answer: TokenAnswer): void {
      open.get(askId)?.resolve(answer);
      open.delete(askId);
    },
    gone(gone: Tab): void {
      for (const [askId, { tab, reason, resolve }] of [...open])
        if (tab === gone) {
          open.delete(askId);
          ask(reason, resolve);
        }
    },
  };
}
