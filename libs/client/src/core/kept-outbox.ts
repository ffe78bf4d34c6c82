import type { OutboxStore, Outgoing } from '../ports/outbox-store.js';
import type { Refusal } from './messages.js';

const notKept: Refusal = { code: 'not_kept', message: 'Unsent messages can not be kept over a reload here' };

/** What is told to the store, in order. A store that fails costs no message, only that it would survive a reload. */
export function keptOutbox(store: OutboxStore, complain: (problem: Refusal) => void) {
  let work: Promise<unknown> = Promise.resolve();
  let hasFailed = false;
  const then = <T>(next: () => Promise<T>): Promise<T | undefined> =>
    work.then(next).catch(() => {
      if (!hasFailed) complain(notKept);
      hasFailed = true;
      return undefined;
    });
  return {
    all: async (userId: string) => (await then(() => store.all(userId))) ?? [],
    put: (entry: Outgoing) => void (work = then(() => store.put(entry))),
    remove: (userId: string, id: string) => void (work = then(() => store.remove(userId, id))),
  };
}
