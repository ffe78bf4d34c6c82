import type { PresenceChange } from '@noroshi/domain';
import type { Clock } from './clock.js';

export interface VisitorGraceOptions {
  /** How long a visitor may be out before the membership ends. */
  readonly graceMs: number;
  readonly clock: Clock;
  readonly isVisitor: (roomId: string, userId: string) => boolean;
  readonly isPresent: (roomId: string, userId: string) => boolean;
  /** Ends the membership, unless the visitor came back meanwhile. */
  readonly leave: (roomId: string, userId: string) => Promise<void>;
  /** Told when `leave` failed; it is tried again after another grace. */
  readonly onFailure: (cause: unknown) => void;
}

/**
 * Between being admitted and coming in lie a round trip and a resumed socket; and after a start of ours a gateway may have
 * to introduce itself first. A shorter grace must not end a visit that is just beginning.
 */
const ARRIVAL_MS = 10_000;

/** Ends visits: a visitor whose last connection has been out of the room for the grace is no member any more. */
export class VisitorGrace {
  private readonly timers = new Map<string, () => void>();
  private stopped = false;

  constructor(private readonly options: VisitorGraceOptions) {}

  onPresence({ kind, roomId, user }: PresenceChange): void {
    if (kind === 'joined') this.cancel(roomId, user.id);
    else this.start({ roomId, userId: user.id, ms: this.options.graceMs });
  }

  /** The visitor is a member but not here yet: admitted just now, or known from the log at a start. */
  expect(roomId: string, userId: string): void {
    if (this.options.isPresent(roomId, userId)) return;
    this.start({ roomId, userId, ms: Math.max(this.options.graceMs, ARRIVAL_MS) });
  }

  stop(): void {
    this.stopped = true;
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
  }

  private start({ roomId, userId, ms }: { readonly roomId: string; readonly userId: string; readonly ms: number }) {
    this.cancel(roomId, userId);
    if (this.stopped || !this.options.isVisitor(roomId, userId)) return;
    const cancel = this.options.clock.after(ms, () => {
      this.timers.delete(keyOf(roomId, userId));
      void this.end(roomId, userId);
    });
    this.timers.set(keyOf(roomId, userId), cancel);
  }

  private cancel(roomId: string, userId: string): void {
    this.timers.get(keyOf(roomId, userId))?.();
    this.timers.delete(keyOf(roomId, userId));
  }

  private async end(roomId: string, userId: string): Promise<void> {
    const { isPresent, isVisitor, leave, onFailure, graceMs } = this.options;
    if (isPresent(roomId, userId) || !isVisitor(roomId, userId)) return;
    try {
      await leave(roomId, userId);
    } catch (cause) {
      onFailure(cause);
      this.start({ roomId, userId, ms: Math.max(graceMs, ARRIVAL_MS) });
    }
  }
}

/** Ids have no control characters. */
const keyOf = (roomId: string, userId: string): string => `${roomId}\n${userId}`;
