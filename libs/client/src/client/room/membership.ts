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
export class Membership {
  readonly admission = new Value<Admission>({ kind: 'outside' });
  #joins = 0;
  #waiting: Waiting[] = [];

  get isWanted(): boolean {
    return this.#joins > 0;
  }

  get isInside(): boolean {
    return this.admission.current.kind === 'inside';
  }

  /** `ask`: says that the room is wanted. @throws NoroshiError when refused */
  async join(ask: () => void): Promise<void> {
    this.#joins += 1;
    if (this.isInside) return;
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      const { kind } = this.admission.current;
      if (kind === 'joining') return;
      this.admission.set({ kind: 'joining' });
      ask();
    });
  }

  /** @returns whether that was the last one */
  leave(): boolean {
    if (this.#joins === 0) return false;
    this.#joins -= 1;
    if (this.#joins > 0) return false;
    this.admission.set({ kind: 'outside' });
    this.#reject(new NoroshiError('left', 'The room was left before it was entered'));
    return true;
  }

  stands(standing: RoomStanding): void {
    const { kind } = standing;
    if (kind !== 'out') this.admission.set({ kind });
    else this.admission.set({ kind, code: standing.code, message: standing.message });
    if (kind === 'inside') for (const { resolve } of this.#waiting.splice(0)) resolve();
    if (kind === 'out') this.#reject(errorOf(standing));
  }

  close(error: NoroshiError): void {
    this.#reject(error);
  }

  #reject(error: NoroshiError): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
