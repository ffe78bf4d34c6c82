import type { ClientFrame } from '../wire/client-frame.js';
import type { ErrorFrame, ServerFrame } from '../wire/server-frame.js';
import type { Clock } from './clock.js';
import type { Refusal } from './messages.js';

/** Called once: with what was answered, or why it was refused. */
export type Answered = (refusal: Refusal | undefined, frames: readonly ServerFrame[]) => void;

interface Needs {
  readonly clock: Clock;
  /** False: there is no connection. */
  readonly send: (frame: ClientFrame) => boolean;
}

/** A connection that answers pings and not this has lost it. */
const PATIENCE_MS = 30_000;

export const offline: Refusal = { code: 'offline', message: 'There is no connection' };

export const refusalOf = ({ code, message, retryAfter }: ErrorFrame): Refusal => ({ code, message, retryAfter });

/** Questions and their answers, told apart by `ref`. */
export function createAsks({ clock, send }: Needs) {
  const open = new Map<number, { readonly frames: ServerFrame[]; readonly end: (refusal?: Refusal) => void }>();
  let lastRef = 0;
  return {
    ask(frame: ClientFrame, answered: Answered): void {
      const ref = ++lastRef;
      const frames: ServerFrame[] = [];
      if (!send({ ...frame, ref })) return answered(offline, frames);
      const end = (refusal?: Refusal): void => {
        stopWaiting();
        open.delete(ref);
        answered(refusal, frames);
      };
      const stopWaiting = clock.after(PATIENCE_MS, () => end({ code: 'unavailable', message: 'There was no answer' }));
      open.set(ref, { frames, end });
    },
    heard(frame: ServerFrame): void {
      const ask = 'ref' in frame && open.get(frame.ref ?? 0);
      if (!ask) return;
      if (frame.type === 'error') ask.end(refusalOf(frame));
      else if (frame.type === 'done') ask.end();
      else ask.frames.push(frame);
    },
    /** Nobody knows what became of them. */
    connectionLost(): void {
      for (const { end } of [...open.values()]) end(offline);
    },
  };
}

export type Asks = ReturnType<typeof createAsks>;
