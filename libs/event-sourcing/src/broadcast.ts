/** Where ephemeral news of one kind about one thing is told: `{ kind: 'typing', entity: roomId }`. */
export interface Channel {
  readonly kind: string;
  /** Any Unicode; absent: the one channel of its kind. */
  readonly entity?: string;
}

/**
 * Tells everybody who listens right now: typing, presence, leases. At most once and never kept.
 * In order from one publisher to one listener.
 */
export interface Broadcast {
  publish(channel: Channel, payload: unknown): void;
  /** Resolves when news published from now on will be heard. */
  listen(channel: Channel, onNews: (payload: unknown) => void): Promise<{ close(): void }>;
}
