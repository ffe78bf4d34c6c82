import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

/** A network between a client and the stack, that breaks when a test wants it to. */
export interface CutProxy {
  readonly port: number;
  /** Breaks the connections that there are, also those that wait, as a lost network does; new ones are good. */
  cut(): void;
  /** From now on new connections wait, until `open`. */
  shut(): void;
  open(): void;
  close(): Promise<void>;
}

export async function cutProxy(port: number): Promise<CutProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let waiting: Socket[] = [];
  let isShut = false;
  const connect = (client: Socket): void => {
    const server = createConnection({ host: '127.0.0.1', port, noDelay: true });
    const pair = [client, server] as const;
    pairs.add(pair);
    client.pipe(server);
    server.pipe(client);
    server.on('error', () => undefined);
    for (const socket of pair)
      socket.once('close', () => {
        pairs.delete(pair);
        for (const each of pair) each.destroy();
      });
  };
  const listener = createServer({ noDelay: true }, (client) => {
    client.on('error', () => undefined);
    if (isShut) waiting.push(client);
    else connect(client);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const cut = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
    for (const client of waiting) client.destroy();
    waiting = [];
  };
  return {
    port: (listener.address() as AddressInfo).port,
    cut,
    shut: () => (isShut = true),
    open: () => {
      isShut = false;
      for (const client of waiting) connect(client);
      waiting = [];
    },
    close: async () => {
      cut();
      listener.close();
      await once(listener, 'close');
    },
  };
}
