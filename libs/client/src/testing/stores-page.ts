/** What the test of the store in a browser runs in the page: Chromium's own IndexedDB, not a copy of it. */
import { indexedDbOutbox } from '../storage/indexed-db-outbox.js';
import { outboxStoreContract } from './outbox-store.contract.js';

const page = {
  store: indexedDbOutbox,
  holds: async (fact: string) => {
    await outboxStoreContract[fact]?.(indexedDbOutbox(`contract: ${fact}`));
  },
};

export type StoresPage = typeof page;

Object.assign(globalThis, { page });
