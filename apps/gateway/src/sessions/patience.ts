import type { Session } from '@noroshi/hub';
import { disconnects } from '@noroshi/protocol';

export interface PatienceOptions {
  /** A client that has not read what it was sent within this is closed. */
  readonly limitMs: number;
  /** Told of each that was. */
  readonly gaveUp: () => void;
}

/** Waits for clients that read slowly, but not for ever. */
export class Patience {
  readonly #options: PatienceOptions;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /**
   * Resolves with true when the client has read nearly everything or is gone, with false after `withinMs`. Without that it is
   * closed when the limit is over: it comes back with its offset. A client that has stalled can't read the close frame; the
   * socket library ends such a connection by force 16 seconds later, and only then its memory is free.
   */
  async drained(session: Session, withinMs?: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), withinMs ?? this.#options.limitMs);
    });
    const isDrained = await Promise.race([session.drained().then(() => true), late]);
    clearTimeout(timer);
    if (isDrained || withinMs !== undefined) return isDrained;
    this.#options.gaveUp();
    session.close(disconnects.tooSlow);
    return true;
  }
}
