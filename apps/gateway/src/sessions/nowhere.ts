import type { Connection } from '@noroshi/hub';

/** A connection with nobody at its other end. */
export const nowhere: Connection = {
  send: () => undefined,
  sendAll: () => undefined,
  sendBytes: () => undefined,
  buffered: () => 0,
  drained: () => new Promise((resolve) => setImmediate(resolve)),
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  close: () => undefined,
};
