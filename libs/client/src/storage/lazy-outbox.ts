import type { OutboxStore } from '../ports/outbox-store.js';

/** A store whose code is fetched when it is first needed. */
export function lazyOutbox(load: () => Promise<OutboxStore>): OutboxStore {
  let loaded: Promise<OutboxStore> | undefined;
  const store = () => (loaded ??= load());
  return {
    all: async (userId) => (await store()).all(userId),
    put: async (outgoing) => (await store()).put(outgoing),
    remove: async (userId, clientMessageId) => (await store()).remove(userId, clientMessageId),
  };
}
