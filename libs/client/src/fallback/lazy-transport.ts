import type { TransportName } from '../api/connection-state.js';
import type { Transport, TransportLink } from '../ports/transport.js';
import type { ClientFrame } from '../wire/client-frame.js';

/** A transport whose code is fetched when it is first needed, which on most networks is never. */
export const lazyTransport = (name: TransportName, load: () => Promise<Transport>): Transport => ({
  name,
  open(address, listener) {
    const early: ClientFrame[] = [];
    let link: TransportLink | undefined;
    let isClosed = false;
    load().then(
      (transport) => {
        if (isClosed) return;
        link = transport.open(address, listener);
        link.send(early);
      },
      (cause: unknown) => {
        if (!isClosed) listener.ended({ code: 1006, reason: String(cause) });
      },
    );
    return {
      send: (frames) => {
        if (link) link.send(frames);
        else early.push(...frames);
      },
      close: () => {
        isClosed = true;
        link?.close();
      },
    };
  },
});
