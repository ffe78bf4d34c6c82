import { NativeClient, type NativeOptions } from './native-client.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_MESSAGE_RATE: '0' } });
const here = new Set<NativeClient>();

afterEach(async () => {
  const clients = [...here];
  here.clear();
  await Promise.all(clients.map((client) => client.close()));
});

/** Not greeted yet. */
async function comes(options: NativeOptions): Promise<NativeClient> {
  const client = await NativeClient.open(scene.stack.socketUrl, options);
  here.add(client);
  return client;
}

/** Somebody with a token, greeted. */
async function connect(userId: string, options: NativeOptions = {}): Promise<NativeClient> {
  const client = await comes({ token: scene.stack.token(userId), ...options });
  await client.next({ type: 'connection', userId });
  return client;
}

it('everything that is asked is answered under its number, and several frames of one message in order', async () => {
  const roomId = scene.newRoom();
  const ann = await connect('ann');
  expect(ann.socket.protocol).toBe('noroshi.v1.json');
  ann.send(
    { action: 'joinRoom', roomId, ref: 1 },
    { action: 'message', roomId, content: 'hello', clientMessageId: 'c1' },
    { action: 'members', roomId, ref: 2 },
    { action: 'nonsense', ref: 3 },
    { action: 'ping', ref: 4 },
  );
  await ann.next({ type: 'done', ref: 4 });
  const accepted = await ann.next({ type: 'accepted', clientMessageId: 'c1' });
  await ann.next({ type: 'message', messageId: accepted['messageId'], offset: accepted['offset'] });
  const answers = ann.frames.filter((frame) => 'ref' in frame).map(({ type, ref }) => [type, ref]);
  expect(answers).toEqual([
    ['joinedRoom', 1],
    ['done', 1],
    ['error', 3],
    ['members', 2],
    ['done', 2],
    ['pong', 4],
    ['done', 4],
  ]);
});
