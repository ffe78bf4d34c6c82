/**
 * A wish that was refused, or could not be carried out. `code` is of the catalogue (docs/errors.md), or of the client's own: `offline`,
 * `closed`, `not_supported` (takes a WebSocket, and none gets through).
 */
export class NoroshiError extends Error {
  override readonly name = 'NoroshiError';

  constructor(
    readonly code: string,
    message: string,
    /** Seconds after which to try again; absent: trying again does not help. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}
