import type { Port } from '../ports/port.js';

interface Late<In, Out> {
  readonly opening: Promise<Port<In, Out>>;
  /** Once, when it is closed from this side. */
  readonly closed: () => void;
}

/** A port at once, of one that is still being opened. */
export function latePort<In, Out>({ opening, closed }: Late<In, Out>): Port<In, Out> {
  const waiting: Out[] = [];
  let port: Port<In, Out> | undefined;
  let isClosed = false;
  let hear: (listener: Parameters<Port<In, Out>['listen']>[0]) => void;
  const listening = new Promise<Parameters<Port<In, Out>['listen']>[0]>((resolve) => (hear = resolve));
  void opening.then(async (opened) => {
    if (isClosed) return opened.close();
    port = opened;
    for (const message of waiting.splice(0)) opened.post(message);
    opened.listen(await listening);
  });
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
