import type { TransportName } from '../api/connection-state.js';
import type { ClientFrame } from '../wire/client-frame.js';
import type { ServerFrame } from '../wire/server-frame.js';

export interface TransportListener {
  frames(frames: readonly ServerFrame[]): void;
  /** Once, also when it never opened. `code`: of the close frame, 1006 without one, 401, 403, 429 or 503 where the server answered so. */
  ended(end: { readonly code: number; readonly reason: string; readonly retryAfterMs?: number }): void;
}

/** One way to carry the native frames. Each `open` is one connection that is never repaired: whoever opened it opens another. */
export interface Transport {
  readonly name: TransportName;
  open(
    address: { readonly url: string; readonly token: string | undefined },
    listener: TransportListener,
  ): TransportLink;
}

export interface TransportLink {
  /** In order. What is sent before the `connection` frame came is lost when the connection does not come about. */
  send(frames: readonly ClientFrame[]): void;
  close(): void;
}
