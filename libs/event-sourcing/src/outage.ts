import { BackOff } from './back-off.js';

/** Something that is needed is away; nothing is wrong with what was asked for. Wait, and try again. */
export class Outage extends Error {
  override readonly name: string = 'Outage';
}

export interface UntilReachableOptions {
  readonly pauses?: BackOff;
  /** Told once of each kind of outage, by its name, that a try found. */
  readonly onWaiting?: (cause: Outage) => void;
}

/** Tries until no outage is in the way. @throws whatever else goes wrong, and the outage once `pauses` is ended */
export async function untilReachable<T>(work: () => Promise<T>, options: UntilReachableOptions = {}): Promise<T> {
  const { pauses = new BackOff(), onWaiting } = options;
  const told = new Set<string>();
  for (let retry = 1; ; retry += 1) {
    try {
      return await work();
    } catch (cause) {
      assertWorthWaiting(cause, pauses);
      if (!told.has(cause.name)) onWaiting?.(cause);
      told.add(cause.name);
      await pauses.wait(retry);
    }
  }
}

function assertWorthWaiting(cause: unknown, pauses: BackOff): asserts cause is Outage {
  if (!(cause instanceof Outage) || pauses.isEnded) throw cause;
}
