import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { tcpProxy, type TcpProxy } from './tcp-proxy.js';

const server = createServer((socket) => {
  socket.on('error', () => undefined).on('data', (bytes) => socket.write(bytes));
});
let proxy: TcpProxy;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await tcpProxy((server.address() as AddressInfo).port);
});
afterAll(async () => {
  await proxy.close();
  server.close();
  await once(server, 'close');
});

async function connect(): Promise<Socket> {
  const socket = createConnection({ host: '127.0.0.1', port: proxy.port });
  await once(socket, 'connect');
  return socket.on('error', () => undefined);
}

const echo = async (socket: Socket, text: string): Promise<string> => {
  socket.write(text);
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  return bytes.toString();
};

it('a network hands on what both sides say, until it is cut; then another connection is good', async () => {
  const first = await connect();
  expect(await echo(first, 'hello')).toBe('hello');
  const closed = once(first, 'close');
  proxy.cut();
  await closed;
  const second = await connect();
  expect(await echo(second, 'again')).toBe('again');
  second.destroy();
});

it('a network that is cut midway hands on half of what the server says next', async () => {
  const socket = await connect();
  expect(await echo(socket, 'hello')).toBe('hello');
  proxy.cutMidway();
  const closed = once(socket, 'close');
  expect(await echo(socket, 'abcdef')).toBe('abc');
  await closed;
});
