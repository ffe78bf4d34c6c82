import { NoroshiError } from '../../api/noroshi-error.js';
import type { Admission } from '../../api/room.js';
import type { RoomStanding } from '../../core/messages.js';
import { errorOf } from '../core-link.js';
import { Value } from '../live-values.js';

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: NoroshiError) => void;
}

/** How often a room was joined in this tab, and those who wait to be in. */
export function createMembership() {
  const admission = new Value<Admission>({ kind: 'outside' });
  const waiting: Waiting[] = [];
  let joins = 0;
  const isInside = (): boolean => admission.current.kind === 'inside';
  const rejectAll = (error: NoroshiError): void => {
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  return {
    admission,
    rejectAll,
    isInside,
    isWanted: () => joins > 0,
    /** `ask`: says that the room is wanted. @throws NoroshiError when refused */
    async join(ask: () => void): Promise<void> {
      joins += 1;
      if (isInside()) return;
      await new Promise<void>((resolve, reject) => {
        waiting.push({ resolve, reject });
        if (admission.current.kind === 'joining') return;
        admission.set({ kind: 'joining' });
        ask();
      });
    },
    /** @returns whether that was the last one */
    leave(): boolean {
      if (joins === 0 || --joins > 0) return false;
      admission.set({ kind: 'outside' });
      rejectAll(new NoroshiError('left', 'The room was left before it was entered'));
      return true;
    },
    stands(standing: RoomStanding): void {
      const { kind } = standing;
      admission.set(kind === 'out' ? { kind, code: standing.code, message: standing.message } : { kind });
      if (kind === 'inside') for (const { resolve } of waiting.splice(0)) resolve();
      if (kind === 'out') rejectAll(errorOf(standing));
    },
  };
}
