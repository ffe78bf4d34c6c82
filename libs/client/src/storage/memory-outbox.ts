import type { OutboxStore, Outgoing } from '../ports/outbox-store.js';

/** Of one message, whoever's it is. */
export const outgoingKey = (userId: string, clientMessageId: string): string =>
  JSON.stringify([userId, clientMessageId]);

/** Kept as long as the process, and no longer. */
export const memoryOutbox = (): OutboxStore => {
  const kept = new Map<string, Outgoing>();
  return {
    all: (userId) => Promise.resolve([...kept.values()].filter((outgoing) => outgoing.userId === userId)),
    put: (outgoing) => {
      kept.set(outgoingKey(outgoing.userId, outgoing.clientMessageId), outgoing);
      return Promise.resolve();
    },
    remove: (userId, clientMessageId) => {
      kept.delete(outgoingKey(userId, clientMessageId));
      return Promise.resolve();
    },
  };
};
