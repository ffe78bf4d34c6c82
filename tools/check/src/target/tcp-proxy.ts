import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Random } from '../random.js';

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Of the next bytes from the server only the first half comes through, and nothing after. */
  doomed: boolean;
}

/** A doomed connection on which nothing is said is cut all the same. */
const DOOM_MS = 300;

/** The network between clients and gateways, that can be cut. */
export class TcpProxy {
  readonly #pairs = new Set<Pair>();

  private constructor(
    readonly port: number,
    private readonly stop: () => Promise<void>,
  ) {}

  static async open(host: string, port: number): Promise<TcpProxy> {
    const listener = createServer({ noDelay: true }, (client) => proxy.#connect(client, { host, port }));
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const proxy = new TcpProxy((listener.address() as AddressInfo).port, async () => {
      listener.close();
      await once(listener, 'close');
    });
    return proxy;
  }

  /** Breaks a share of the connections in the middle of what the server says next. @returns how many */
  cut(share: number, random: Random): number {
    const chosen = random.shuffled([...this.#pairs]).slice(0, Math.ceil(this.#pairs.size * share));
    for (const pair of chosen) {
      pair.doomed = true;
      setTimeout(() => destroy(pair), DOOM_MS);
    }
    return chosen.length;
  }

  async close(): Promise<void> {
    for (const pair of this.#pairs) destroy(pair);
    await this.stop();
  }

  #connect(client: Socket, address: { readonly host: string; readonly port: number }): void {
    const server = createConnection({ ...address, noDelay: true });
    const pair: Pair = { client, server, doomed: false };
    this.#pairs.add(pair);
    client.pipe(server);
    server.on('data', (bytes) => {
      if (pair.doomed) return client.end(bytes.subarray(0, bytes.length >> 1), () => destroy(pair));
      // A client that does not read is felt by the server, as without a proxy.
      if (!client.write(bytes)) server.pause();
      return undefined;
    });
    client.on('drain', () => server.resume());
    for (const socket of [client, server]) {
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.#pairs.delete(pair);
        destroy(pair);
      });
    }
  }
}

const destroy = ({ client, server }: Pair): void => {
  client.destroy();
  server.destroy();
};
