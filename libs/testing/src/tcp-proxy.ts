import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

/** A network between clients and a server of this host, that can fail as networks do. */
export interface TcpProxy {
  /** On 127.0.0.1. */
  readonly port: number;
  /** How many connections there are. */
  readonly size: number;
  /** From now on nothing that the server says comes through, on the connections that there are. What clients say does. */
  muteServer(): void;
  /** Breaks the connections that there are; new ones are good again. */
  cut(): void;
  /** The same, each in the middle of what the server says next on it. */
  cutMidway(): void;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  state: 'open' | 'muted' | 'doomed';
}

export async function tcpProxy(port: number): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  const listener = createServer((client) => {
    const server = createConnection({ host: '127.0.0.1', port });
    const pair: Pair = { client, server, state: 'open' };
    pairs.add(pair);
    join(pair);
    for (const socket of [client, server])
      socket
        .on('error', () => undefined)
        .on('close', () => {
          pairs.delete(pair);
          destroy(pair);
        });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const all = (state: Pair['state']) => {
    for (const pair of pairs) pair.state = state;
  };
  const cut = () => {
    for (const pair of pairs) destroy(pair);
  };
  return {
    port: (listener.address() as AddressInfo).port,
    get size() {
      return pairs.size;
    },
    muteServer: () => all('muted'),
    cut,
    cutMidway: () => all('doomed'),
    close: async () => {
      cut();
      listener.close();
      await once(listener, 'close');
    },
  };
}

/** A client that does not read is felt by the server, as without a proxy. */
function join(pair: Pair): void {
  const { client, server } = pair;
  client.on('data', (bytes) => server.write(bytes));
  server.on('data', (bytes) => {
    if (pair.state === 'muted') return;
    const isDoomed = pair.state === 'doomed';
    const isTaken = client.write(isDoomed ? bytes.subarray(0, bytes.length >> 1) : bytes, () => {
      if (isDoomed) destroy(pair);
    });
    if (!isTaken) server.pause();
  });
  client.on('drain', () => server.resume());
}

const destroy = ({ client, server }: Pair): void => {
  client.destroy();
  server.destroy();
};
