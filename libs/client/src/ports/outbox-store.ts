/** A message on its way, as it is kept. */
export interface Outgoing {
  /** Whose: only that user's connection sends it. */
  readonly userId: string;
  readonly roomId: string;
  readonly clientMessageId: string;
  readonly content: string;
  readonly messageType: string;
  readonly replyTo?: string;
  /** Milliseconds since 1970. */
  readonly queuedAt: number;
  /** Refused: not sent again unless asked for. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** Keeps what is not acknowledged over a reload. Order is the order of `put`; a second `put` of an id keeps its place. */
export interface OutboxStore {
  /** All of one user, in order. @throws anything: the outbox works on in memory, and says so */
  all(userId: string): Promise<readonly Outgoing[]>;
  put(outgoing: Outgoing): Promise<void>;
  remove(userId: string, clientMessageId: string): Promise<void>;
}
