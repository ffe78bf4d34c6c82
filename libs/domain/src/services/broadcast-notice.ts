/** Whom a back end tells something: everybody in a room, all connections of a user, or some connections. */
export type BroadcastTarget =
  { readonly room: string } | { readonly user: string } | { readonly connections: readonly string[] };

/** Told to every gateway, at most once and never kept. */
export interface BroadcastNotice {
  readonly to: BroadcastTarget;
  /** Any JSON. */
  readonly data: unknown;
  /** Milliseconds since 1970. */
  readonly at: number;
}
