import type { TransportName } from '../api/connection-state.js';
import type { ClientFrame } from '../wire/client-frame.js';
import type { ServerFrame } from '../wire/server-frame.js';

export interface TransportListener {
  frames(frames: readonly ServerFrame[]): void;
  /** Once, also when it never opened. `code`: of the close frame, 1006 without one, 401, 403, 429 or 503 where the server answered so. */
  ended(end: { readonly code: number; readonly reason: string; readonly retryAfterMs?: number }): void;
}

export interface TransportAddress {
  /** Of the server, such as `https://chat.example.com`: each transport knows its own paths. */
  readonly url: string;
  readonly token: string | undefined;
  /** Of a guest, as the server named it before, so that it comes back as the same. */
  readonly guestId?: string;
}

/**
 * One way to carry the native frames. Each `open` is one connection that is never repaired: whoever opened it opens another.
 * The first frame is `connection`; every `ping` is answered by a `pong`, and what carries a `ref` by `done` or `error`.
 */
export interface Transport {
  readonly name: TransportName;
  open(address: TransportAddress, listener: TransportListener): TransportLink;
}

export interface TransportLink {
  /** In order. What is sent before the `connection` frame came is lost when the connection does not come about. */
  send(frames: readonly ClientFrame[]): void;
  close(): void;
}
