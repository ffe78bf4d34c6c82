import type { Port } from '../ports/port.js';

interface Late<In, Out> {
  readonly opening: Promise<Port<In, Out>>;
  /** Once, when it is closed from this side. */
  readonly closed: () => void;
}

/** After which one that could not be opened is one that has ended: whoever holds it opens another. */
const AGAIN_MS = 1_000;

/** A port at once, of one that is still being opened. */
export function latePort<In, Out>({ opening, closed }: Late<In, Out>): Port<In, Out> {
  const waiting: Out[] = [];
  let port: Port<In, Out> | undefined;
  let isClosed = false;
  let hear: (listener: Parameters<Port<In, Out>['listen']>[0]) => void;
  const listening = new Promise<Parameters<Port<In, Out>['listen']>[0]>((resolve) => (hear = resolve));
  const opened = async (real: Port<In, Out>) => {
    port = real;
    if (isClosed) {
      real.close();
      return;
    }
    for (const message of waiting.splice(0)) real.post(message);
    real.listen(await listening);
  };
  const failed = async () => {
    const listener = await listening;
    setTimeout(() => {
      if (!isClosed) listener.ended();
    }, AGAIN_MS);
  };
  void opening.then(opened, failed);
  return {
    post: (message) => {
      if (port) port.post(message);
      else waiting.push(message);
    },
    listen: (listener) => hear(listener),
    close: () => {
      if (isClosed) return;
      isClosed = true;
      port?.close();
      closed();
    },
  };
}
