import { isUtf8 } from 'node:buffer';
import { addresses, type ConnectionOutcome, type ConnectionWish } from '@noroshi/domain';
import type { CommandBus } from '@noroshi/event-sourcing';
import type { Hub, Session } from '@noroshi/hub';
import { disconnects } from '@noroshi/protocol';

export interface OwnConnectionsOptions {
  readonly gateway: string;
  readonly hub: Pick<Hub, 'session'>;
  /** A client with more than this unread is sent nothing more by back ends until it has read. */
  readonly slowBytes: number;
  readonly bus: Pick<CommandBus, 'serve'>;
}

/** Does what is wished of the connections of this gateway. */
export class OwnConnections {
  readonly #options: OwnConnectionsOptions;
  readonly #serving: { close(): void };

  constructor(options: OwnConnectionsOptions) {
    this.#options = options;
    this.#serving = options.bus.serve(addresses.gateway(options.gateway, 'connection'), (wish) =>
      this.fulfil(wish as ConnectionWish),
    );
  }

  fulfil(wish: ConnectionWish): ConnectionOutcome {
    const session = this.#options.hub.session(wish.connectionId);
    if (!session || session.closed || session.isAway) return { kind: 'gone' };
    switch (wish.kind) {
      case 'post':
        return this.#post(session, Buffer.from(wish.data, 'base64'));
      case 'describe':
        return described(session);
      case 'close':
        session.close(disconnects.closedByServer);
        return { kind: 'done' };
    }
  }

  close(): void {
    this.#serving.close();
  }

  /** Behind what waits for the client already; more than a bound never does. */
  #post(session: Session, bytes: Uint8Array): ConnectionOutcome {
    if (session.buffered > this.#options.slowBytes) return { kind: 'slow' };
    session.sendBytes(bytes, { isText: isUtf8(bytes) });
    return { kind: 'done' };
  }
}

const described = ({ connectedAt, lastActivity, address, userAgent }: Session): ConnectionOutcome => ({
  kind: 'described',
  ...{ connectedAt, lastActivity, address, userAgent },
});
