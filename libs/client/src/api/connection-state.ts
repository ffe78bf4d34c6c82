/** Why a connection is not there, or did not stay. Close codes: docs/errors.md. */
export interface Reason {
  /** Close code of the socket; 0 where there was none (the server could not be reached). */
  readonly code: number;
  readonly text: string;
}

export type TransportName = 'websocket' | 'sse' | 'poll';

/** The truth about the connection, in a form that can be shown. Times are milliseconds since 1970. */
export type ConnectionState =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'connected'; readonly transport: TransportName; readonly connectionId: string }
  /** Lost, and tried again at `retryAt`. `isOnline`: what the device says of its network. */
  | { readonly phase: 'waiting'; readonly retryAt: number; readonly isOnline: boolean; readonly reason: Reason }
  /** For good: the server said not to come back, the token provider gave up, or `close` was called. */
  | { readonly phase: 'closed'; readonly reason: Reason };
