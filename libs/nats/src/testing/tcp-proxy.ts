import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

/** A network between a client and a server, that can fail as networks do. */
export interface TcpProxy {
  readonly url: string;
  /** From now on nothing that the server says comes through, on the connections that there are. What clients say does. */
  muteServer(): void;
  /** Breaks the connections that there are; new ones are good again. */
  cut(): void;
  close(): Promise<void>;
}

export async function tcpProxy(port: number): Promise<TcpProxy> {
  const pairs = new Set<{ readonly client: Socket; readonly server: Socket; muted: boolean }>();
  const listener = createServer((client) => {
    const server = createConnection({ host: '127.0.0.1', port });
    const pair = { client, server, muted: false };
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    client.on('data', (bytes) => server.write(bytes));
    server.on('data', (bytes) => !pair.muted && client.write(bytes));
    for (const socket of [client, server]) socket.on('close', end).on('error', end);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const cut = () => {
    for (const { client, server } of pairs) {
      client.destroy();
      server.destroy();
    }
  };
  return {
    url: `nats://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    muteServer: () => {
      for (const pair of pairs) pair.muted = true;
    },
    cut,
    close: async () => {
      cut();
      listener.close();
      await once(listener, 'close');
    },
  };
}
