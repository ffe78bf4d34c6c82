import type { Disconnect, Encoded, Said } from '@noroshi/protocol';

/**
 * One live socket, whatever library holds it. After `close`, or when the peer is gone, every call does nothing.
 *
 * Frames arrive in the order of `send` and `publish`; also what was published before an `unsubscribe` arrives. What a slow
 * peer does not read is queued up to the transport's limit; beyond it the connection is cut, and the client comes back with
 * its offset: a frame is never left out silently.
 */
export interface Connection {
  send(said: Said): void;
  /** Several frames in one go. */
  sendAll(said: readonly Said[]): void;
  /** One frame past every dialect, as a back end made it. */
  sendBytes(bytes: Uint8Array, kind: { readonly isText: boolean }): void;
  /** Bytes that wait in this process for the peer to read. */
  buffered(): number;
  /** Resolves when the peer has read nearly everything, or is gone. Never at once: others get their turn first. */
  drained(): Promise<void>;
  /** From now on gets what is published to the topic. */
  subscribe(topic: string): void;
  unsubscribe(topic: string): void;
  close(disconnect: Disconnect): void;
}

/** Gives one frame to all connections that subscribed to a topic. Never called from inside a socket's own callback. */
export interface Publisher {
  publish(topic: string, frame: Encoded): void;
  /** Whoever subscribes after this gets nothing that was published before it. */
  flush(): void;
}
