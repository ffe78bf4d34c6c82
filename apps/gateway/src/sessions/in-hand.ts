import type { Session } from '@noroshi/hub';
import type { ErrorFrame } from '@noroshi/protocol';

/** Of one connection, received and not done: more than a burst of two seconds is. */
const MAX_CHARACTERS_IN_HAND = 4 * 1024 * 1024;

/** Why another frame of this size is not taken now, or undefined. */
export function refusalOf({ leaving, charactersInHand }: Session, size: number): ErrorFrame | undefined {
  if (leaving) return { kind: 'error', code: 'unavailable', retryAfter: 1 };
  if (charactersInHand + size <= MAX_CHARACTERS_IN_HAND) return undefined;
  return { kind: 'error', code: 'rate_limited', message: 'Too many frames are waiting', retryAfter: 1 };
}

/** @returns to be called when it is done */
export function takeInHand(session: Session, size: number): () => void {
  session.framesInHand += 1;
  session.charactersInHand += size;
  return () => {
    session.framesInHand -= 1;
    session.charactersInHand -= size;
  };
}
