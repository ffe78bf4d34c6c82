import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { createConnection, type AddressInfo } from 'node:net';

/** A network that lets HTTP through and, unless a test allows it, no WebSocket. */
export interface NoUpgradeProxy {
  readonly url: string;
  /** Upgrades that were asked for and refused. */
  readonly refused: number;
  /** From now on WebSockets come through. */
  allow(): void;
  /** Breaks the connections that there are. */
  cut(): void;
  close(): Promise<void>;
}

export async function noUpgradeProxy(port: number): Promise<NoUpgradeProxy> {
  let [refused, isAllowed] = [0, false];
  const server = createServer((asked, answer) => {
    const { method, url, headers } = asked;
    const forwarded = request({ host: '127.0.0.1', port, ...{ method, path: url, headers } }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    forwarded.on('error', () => answer.destroy());
    answer.on('close', () => forwarded.destroy());
    asked.pipe(forwarded);
  });
  server.on('upgrade', ({ url, rawHeaders }, socket) => {
    socket.on('error', () => undefined);
    if (!isAllowed) {
      refused += 1;
      return socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    }
    const gateway = createConnection({ host: '127.0.0.1', port });
    const headers = rawHeaders.reduce((text, part, index) => text + part + (index % 2 === 0 ? ': ' : '\r\n'), '');
    gateway.write(`GET ${url ?? '/'} HTTP/1.1\r\n${headers}\r\n`);
    gateway.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.on('close', () => gateway.destroy());
    socket.pipe(gateway).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get refused() {
      return refused;
    },
    allow: () => {
      isAllowed = true;
    },
    cut: () => server.closeAllConnections(),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
