import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 20;
/** Of what is counted: until then code is compiled and batches have grown. */
const WARM = 0.2;
const GIVE_UP_MS = 300_000;

export interface Pace {
  readonly before: number;
  /** How many are to come. */
  readonly more: number;
}

/** How many a second, once it is warm. @throws Error when they do not all come within five minutes */
export async function paceOf(count: () => Promise<number>, { before, more }: Pace): Promise<number> {
  const deadline = performance.now() + GIVE_UP_MS;
  let warm: { readonly number: number; readonly at: number } | undefined;
  for (;;) {
    const [number, at] = [(await count()) - before, performance.now()];
    if (number >= more) return warm ? ((number - warm.number) / (at - warm.at)) * 1000 : Infinity;
    if (number >= more * WARM) warm ??= { number, at };
    if (at > deadline) throw new Error(`only ${number} of ${more} came within ${GIVE_UP_MS / 1000} s`);
    await delay(POLL_MS);
  }
}
