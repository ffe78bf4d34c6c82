import { once } from 'node:events';
import uWS, { type TemplatedApp, type us_listen_socket } from 'uWebSockets.js';
import WebSocket from 'ws';
import { NumberedText, textOf, type Said } from '@noroshi/protocol';
import { UwsConnection } from './uws-connection.js';

let app: TemplatedApp;
let port: number;
let opened: (connection: UwsConnection<unknown>) => void;

beforeAll(async () => {
  app = uWS.App().ws('/*', { open: (socket) => opened(new UwsConnection(socket)) });
  const listening = await new Promise<us_listen_socket>((resolve, reject) =>
    app.listen('127.0.0.1', 0, (socket) => (socket ? resolve(socket) : reject(new Error('it does not listen')))),
  );
  port = uWS.us_socket_local_port(listening);
});
afterAll(() => void app.close());

async function connect() {
  const accepted = new Promise<UwsConnection<unknown>>((resolve) => (opened = resolve));
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  const heard: string[] = [];
  client.on('message', (data: Buffer) => heard.push(data.toString()));
  return { connection: await accepted, client, heard };
}

const shared = new NumberedText(`{"content":"${'狼煙 '.repeat(100)}","seq":`, '}');

it.each([
  ['several that fill many writes', Array.from({ length: 500 }, (_, number) => ({ shared, number: number * 37 }))],
  [
    'texts among numbered ones',
    Array.from({ length: 40 }, (_, number) => (number % 2 ? `t${number}` : { shared, number })),
  ],
  ['one that is longer than a write', ['x'.repeat(100_000), { shared, number: 7 }]],
  ['none', []],
] satisfies [string, Said[]][])(
  'what is said in one go arrives in order, each with its own number: %s',
  async (_, said) => {
    const { connection, client, heard } = await connect();
    connection.sendAll(said);
    connection.send({ shared, number: 1_000_000 });
    connection.close({ code: 1000, reason: '', reconnect: false });
    await once(client, 'close');
    expect(heard).toEqual([...said, { shared, number: 1_000_000 }].map(textOf));
  },
);
