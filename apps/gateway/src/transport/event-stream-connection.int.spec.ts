import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import uWS, { type HttpResponse, type TemplatedApp, type us_listen_socket } from 'uWebSockets.js';
import { disconnects, farewell, pushed } from '@noroshi/protocol';
import { eventually } from '@noroshi/testing';
import { EventStreamConnection } from './event-stream-connection.js';
import { EventStreams } from './event-streams.js';

const MAX_UNREAD = 20_000_000;
const LARGE = 'x'.repeat(50_000);
const text = (index: number): string => `data: ${index} ${LARGE}\n\n`;

interface Accepted {
  readonly connection: EventStreamConnection;
  readonly isOver: () => boolean;
}

let app: TemplatedApp;
let port: number;
const streams = new EventStreams();
let arrived: (accepted: Accepted) => void;

beforeAll(async () => {
  app = uWS.App().get('/', (response) => arrived(accept(response)));
  const listening = await new Promise<us_listen_socket>((resolve, reject) =>
    app.listen('127.0.0.1', 0, (socket) => (socket ? resolve(socket) : reject(new Error('it does not listen')))),
  );
  port = uWS.us_socket_local_port(listening);
});
afterAll(() => void app.close());

function accept(response: HttpResponse): Accepted {
  let isOver = false;
  response.onAborted(() => connection.gone());
  response.cork(() => {
    response.writeStatus('200 OK').writeHeader('Content-Type', 'text/event-stream');
    response.write(':\n\n');
  });
  const connection = new EventStreamConnection(response, {
    ...{ maxUnreadBytes: MAX_UNREAD, farewell, pushed },
    told: (told) => streams.told(told),
    over: () => {
      streams.remove(connection);
      isOver = true;
    },
  });
  streams.add(connection);
  return { connection, isOver: () => isOver };
}

/** A client that reads when it is told to, and what it has read without the marks of the chunks. */
async function connect(): Promise<Accepted & { readonly socket: Socket; readonly read: () => string }> {
  const accepted = new Promise<Accepted>((resolve) => (arrived = resolve));
  const socket = createConnection({ host: '127.0.0.1', port });
  let heard = '';
  socket.setEncoding('latin1');
  socket.on('data', (bytes: string) => (heard += bytes)).on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  return { ...(await accepted), socket, read: () => dechunked(heard.slice(heard.indexOf('\r\n\r\n') + 4)) };
}

function dechunked(body: string): string {
  let [rest, read] = [body, ''];
  for (;;) {
    const end = rest.indexOf('\r\n');
    const size = Number.parseInt(rest.slice(0, end), 16);
    const chunk = rest.slice(end + 2, end + 2 + size);
    if (end < 0 || !(size > 0) || chunk.length < size) return read;
    read += chunk;
    rest = rest.slice(end + 2 + size + 2);
  }
}

const events = (read: string): string[] => read.split('\n\n').filter((event) => event.startsWith('data:'));

it('an event stream hands on what it is told, at once and in order', async () => {
  const { socket, connection, isOver, read } = await connect();
  connection.send('data: 1\n\n');
  connection.sendAll(['data: 2\n\n', 'data: 狼\n\n']);
  connection.sendBytes(Buffer.from('past all'), { isText: true });
  connection.sendBytes(Buffer.from([0, 255]), { isText: false });
  await eventually(() => read().endsWith('event: push\ndata: past all\n\nevent: pushBase64\ndata: AP8=\n\n'), {
    reason: 'it is read',
  });
  expect(connection.buffered()).toBe(0);
  await connection.drained();
  socket.destroy();
  await eventually(isOver, { reason: 'it is over' });
  expect(streams.size).toBe(0);
});

it('what a client does not read is counted, and it gets all of it in order when it reads', async () => {
  const { socket, connection, read } = await connect();
  socket.pause();
  let count = 0;
  await eventually(
    () => {
      for (let index = 0; index < 20; index += 1, count += 1) connection.send(text(count));
      return connection.buffered() > 3_000_000;
    },
    { reason: 'it waits here' },
  );
  let isDrained = false;
  const drained = connection.drained().then(() => (isDrained = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isDrained).toBe(false);
  const before = connection.buffered();
  connection.send('data: last\n\n');
  expect(connection.buffered()).toBe(before + 'data: last\n\n'.length);
  socket.resume();
  await drained;
  await eventually(() => events(read()).at(-1) === 'data: last', { reason: 'all of it is read' });
  expect(events(read())).toEqual([...Array.from({ length: count }, (_, index) => text(index).trimEnd()), 'data: last']);
  expect(connection.buffered()).toBe(0);
  socket.destroy();
});

it('a client that leaves more unread than is allowed is cut', async () => {
  const { socket, connection, isOver } = await connect();
  socket.pause();
  await eventually(
    () => {
      for (let index = 0; index < 100; index += 1) connection.send(text(index));
      return isOver();
    },
    { reason: 'it is cut' },
  );
  expect(connection.buffered()).toBe(0);
  await connection.drained();
  const closed = once(socket, 'close');
  socket.resume();
  await closed;
});

it('a stream that is closed says why, after all that was said before', async () => {
  const { socket, connection, isOver, read } = await connect();
  connection.send('data: 1\n\n');
  connection.close(disconnects.expired);
  expect(isOver()).toBe(true);
  connection.send('data: 2\n\n');
  await eventually(() => read().endsWith(farewell(disconnects.expired)), { reason: 'it is read' });
  expect(read()).toContain('data: 1\n\n');
  expect(read()).not.toContain('data: 2');
  socket.destroy();
});

it('a stream that is closed while it is not read ends all the same', async () => {
  const { socket, connection, isOver } = await connect();
  socket.pause();
  await eventually(
    () => {
      connection.send(text(0));
      return connection.buffered() > 500_000;
    },
    { reason: 'it waits here' },
  );
  connection.close(disconnects.tooSlow);
  expect([isOver(), connection.buffered()]).toEqual([true, 0]);
  const closed = once(socket, 'close');
  socket.resume();
  await closed;
});

it('a silent stream is kept alive, one in which something was said is not disturbed', async () => {
  const { socket, connection, read } = await connect();
  connection.send('data: 1\n\n');
  await eventually(() => events(read()).length === 1, { reason: 'it is read' });
  const length = read().length;
  streams.keepAlive(Date.now());
  streams.keepAlive(Date.now() + 15_000);
  await eventually(() => read().length > length, { reason: 'a comment came' });
  expect(read().slice(length)).toBe(':\n\n');
  socket.destroy();
});
