import { Client, NotUpgraded, type ConnectOptions, type Frame } from './client.js';
import { setScene } from './scene.js';
import { SECRET } from './stack.js';
import { signToken, unsignedToken } from './tokens.js';

const scene = setScene();

const KILOBYTE = 1024;
const inAnHour = (): number => Math.floor(Date.now() / 1000) + 3600;

/** Two people chat while somebody else sends what nobody should; they must notice nothing. */
let chatting: { readonly roomId: string; readonly alice: Client; readonly bob: Client; readonly pids: object };
let lines = 0;

beforeAll(async () => {
  const roomId = scene.newRoom();
  const join = async (userId: string): Promise<Client> => {
    const client = await Client.connect(scene.stack.socketUrl, { token: scene.stack.token(userId) });
    await client.join(roomId);
    return client;
  };
  chatting = { roomId, alice: await join('alice'), bob: await join('bob'), pids: scene.stack.pids() };
});

afterAll(async () => {
  await Promise.all([chatting.alice.close(), chatting.bob.close()]);
});

const exchange = async (): Promise<void> => {
  const { roomId, alice, bob } = chatting;
  lines += 1;
  const [from, to] = lines % 2 === 0 ? [alice, bob] : [bob, alice];
  await from.say(roomId, `line ${lines}`);
  await to.next({ type: 'message', content: `line ${lines}` });
};

/** The two talk on until `misdeed` is over, and once more after it. */
async function whileTheyChat<T>(misdeed: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const done = misdeed().finally(() => over.abort());
  // Awaited below: until then a failure is not an unhandled one.
  done.catch(() => undefined);
  while (!over.signal.aborted) await exchange();
  await exchange();
  return done;
}

afterEach(() => {
  const { alice, bob, pids } = chatting;
  const expected = Array.from({ length: lines }, (_, index) => `line ${index + 1}`);
  for (const client of [alice, bob]) {
    expect(client.of('message').map(({ content }) => content)).toEqual(expected);
    expect(client.of('error')).toEqual([]);
  }
  expect(scene.stack.pids()).toEqual(pids);
});

describe('a bad frame is answered with a typed error, and the connection lives on', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

  it.each<[what: string, text: string, code: string]>([
    ['no JSON', '{"action":', 'invalid_json'],
    ['nothing at all', '', 'invalid_json'],
    ['a NUL', '\0', 'invalid_json'],
    ['an array', '[{"action":"ping"}]', 'invalid_frame'],
    ['a text', '"ping"', 'invalid_frame'],
    ['a number', '42', 'invalid_frame'],
    ['null', 'null', 'invalid_frame'],
    ['no action', '{}', 'invalid_frame'],
    ['an action that is no text', '{"action":7}', 'invalid_frame'],
    ['an unknown action', '{"action":"selfDestruct"}', 'unknown_action'],
    ['an action named like a prototype', '{"action":"__proto__"}', 'unknown_action'],
    ['an action named like a constructor', '{"action":"constructor"}', 'unknown_action'],
    ['an action every object has', '{"action":"toString"}', 'unknown_action'],
    ['an action in the prototype', '{"__proto__":{"action":"ping"}}', 'invalid_frame'],
    ['a room in the prototype', '{"action":"joinRoom","__proto__":{"roomId":"x"}}', 'invalid_frame'],
    ['no room', '{"action":"joinRoom"}', 'invalid_frame'],
    ['an empty room id', '{"action":"joinRoom","roomId":""}', 'invalid_frame'],
    ['a room id that is a number', '{"action":"joinRoom","roomId":5}', 'invalid_frame'],
    ['a room id that is an object', '{"action":"joinRoom","roomId":{"$ne":null}}', 'invalid_frame'],
    ['a room id of 200 characters', JSON.stringify({ action: 'joinRoom', roomId: 'r'.repeat(200) }), 'invalid_room_id'],
    ['a room id with a control character', '{"action":"joinRoom","roomId":"a\\u0000b"}', 'invalid_room_id'],
    ['half of a character', '{"action":"joinRoom","roomId":"\\ud83d"}', 'invalid_room_id'],
    ['a room name that is a list', '{"action":"joinRoom","roomId":"r","roomName":["x"]}', 'invalid_frame'],
    ['typing that is no yes or no', '{"action":"typing","roomId":"r","isTyping":"yes"}', 'invalid_frame'],
    ['a limit of a million', '{"action":"history","roomId":"r","limit":1000000}', 'invalid_frame'],
    ['a deep list', nested(20_000), 'too_deep'],
    ['a deep list for a room id', `{"action":"joinRoom","roomId":${nested(20_000)}}`, 'too_deep'],
    ['something deep in a field that nobody reads', `{"action":"ping","more":${nested(33)}}`, 'too_deep'],
    ['a room it is not in', '{"action":"message","roomId":"r","content":"x"}', 'not_in_room'],
  ])('%s', async (_what, text, code) => {
    await whileTheyChat(async () => {
      const mallory = await scene.connect('mallory');
      mallory.sendText(text);
      const error = await mallory.next('error');
      expect(error).toMatchObject({ type: 'error', code });
      expect(typeof error['message']).toBe('string');
      await mallory.settled();
    });
  });

  it('says what a message needs, and what it may hold', async () => {
    const mallory = await scene.connect('mallory');
    const roomId = scene.newRoom();
    await mallory.join(roomId);
    const refused = async (frame: object): Promise<Frame> => {
      mallory.send({ action: 'message', ...frame });
      return mallory.next('error');
    };
    await whileTheyChat(async () => {
      const needs = { action: 'message', message: 'roomId and content are required' };
      expect(await refused({ roomId })).toMatchObject({ ...needs, roomId });
      expect(await refused({ content: 'x' })).toMatchObject(needs);
      expect(await refused({ roomId, content: '' })).toMatchObject(needs);
      expect(await refused({ roomId, content: { deep: true } })).toMatchObject({ code: 'invalid_frame' });
      expect(await refused({ roomId, content: 'x'.repeat(20_000) })).toMatchObject({ code: 'invalid_content' });
      expect(await refused({ roomId, content: 'x', messageType: 7 })).toMatchObject({ code: 'invalid_frame' });
      for (const clientMessageId of ['', 'x'.repeat(65), 'tab\t', 'nul\0']) {
        expect(await refused({ roomId, content: 'x', clientMessageId })).toMatchObject({
          code: 'invalid_client_message_id',
        });
      }
      expect(mallory.of('message')).toEqual([]);
    });
  });

  it('refuses offsets and message ids that are none, and joins to other people’s frames', async () => {
    const mallory = await scene.connect('mallory');
    const roomId = scene.newRoom();
    await mallory.join(roomId);
    await whileTheyChat(async () => {
      for (const [frame, code] of [
        [{ action: 'read', roomId, offset: 'nonsense' }, 'invalid_offset'],
        [{ action: 'history', roomId, before: '-1' }, 'invalid_offset'],
        [{ action: 'edit', roomId, messageId: 'nonsense', content: 'x' }, 'message_not_found'],
        [{ action: 'delete', roomId, messageId: '' }, 'message_not_found'],
        [{ action: 'history', roomId: chatting.roomId }, 'not_in_room'],
        [{ action: 'members', roomId: chatting.roomId }, 'not_in_room'],
        [{ action: 'typing', roomId: chatting.roomId, isTyping: true }, 'not_in_room'],
        [{ action: 'read', roomId: chatting.roomId, offset: 'x' }, 'not_in_room'],
      ] as const) {
        mallory.send(frame);
        expect(await mallory.next('error')).toMatchObject({ code, roomId: frame.roomId, action: frame.action });
      }
    });
  });

  it('takes keys of a prototype for unknown fields', async () => {
    const mallory = await scene.connect('mallory');
    const roomId = scene.newRoom();
    await mallory.join(roomId);
    await whileTheyChat(async () => {
      mallory.sendText(
        `{"action":"message","roomId":"${roomId}","content":"harmless","__proto__":{"admin":true},"constructor":{"prototype":{"x":1}}}`,
      );
      const said = await mallory.next('message');
      expect(said).toMatchObject({ content: 'harmless', userId: 'mallory' });
      expect(said).not.toHaveProperty('admin');
    });
  });

  it('never believes whom a frame says it is from', async () => {
    const mallory = await scene.connect('mallory');
    const roomId = scene.newRoom();
    await mallory.join(roomId, { userId: 'alice' });
    const said = await mallory.say(roomId, 'I am alice', { userId: 'alice', username: 'alice' });
    expect(said).toMatchObject({ userId: 'mallory', username: 'mallory' });
  });

  it('refuses binary frames', async () => {
    await whileTheyChat(async () => {
      const mallory = await scene.connect('mallory');
      mallory.sendText(Buffer.from('{"action":"ping"}'));
      expect(await mallory.next('error')).toMatchObject({ code: 'binary_not_supported' });
      await mallory.settled();
    });
  });
});

describe('a frame', () => {
  const padded = (bytes: number): string => {
    const frame = JSON.stringify({ action: 'ping', padding: '' });
    return frame.replace('""', `"${'x'.repeat(bytes - frame.length)}"`);
  };

  it('of 64 KB is taken', async () => {
    const mallory = await scene.connect('mallory');
    mallory.sendText(padded(64 * KILOBYTE));
    await mallory.next('pong');
  });

  it.each([
    ['one byte more than', 64 * KILOBYTE + 1],
    ['ten times', 640 * KILOBYTE],
  ])('of %s that closes the connection with 1009', async (_what, bytes) => {
    await whileTheyChat(async () => {
      const mallory = await scene.connect('mallory');
      mallory.sendText(padded(bytes));
      expect(await mallory.closed).toMatchObject({ code: 1009 });
    });
  });

  it('of megabytes ends the connection', async () => {
    await whileTheyChat(async () => {
      const mallory = await scene.connect('mallory');
      mallory.sendText(padded(4096 * KILOBYTE));
      await mallory.closed;
    });
  });
});

/** The status that a handshake is answered with; undefined: the socket was opened. */
async function refusalOf(options: ConnectOptions): Promise<number | undefined> {
  try {
    await (await Client.open(scene.stack.socketUrl, options)).close();
    return undefined;
  } catch (error) {
    if (error instanceof NotUpgraded) return error.status;
    throw error;
  }
}

describe('a token that proves nothing is answered 401 before the upgrade', () => {
  const claims = { sub: 'alice', exp: 0 };
  it.each<[what: string, token: () => string]>([
    ['no token at all', () => 'nonsense'],
    ['without a signature', () => unsignedToken({ ...claims, exp: inAnHour() })],
    ['signed with another key', () => signToken({ claims: { ...claims, exp: inAnHour() }, secret: `${SECRET}!` })],
    ['expired', () => signToken({ claims: { ...claims, exp: Math.floor(Date.now() / 1000) - 1 }, secret: SECRET })],
    ['without a user', () => signToken({ claims: { exp: inAnHour() }, secret: SECRET })],
    ['of an empty user', () => signToken({ claims: { sub: '', exp: inAnHour() }, secret: SECRET })],
    ['of a user that is a number', () => signToken({ claims: { sub: 7, exp: inAnHour() }, secret: SECRET })],
    ['without an end', () => signToken({ claims: { sub: 'alice' }, secret: SECRET })],
    [
      'that names another algorithm',
      () => signToken({ claims: { ...claims, exp: inAnHour() }, secret: SECRET, header: { alg: 'RS256' } }),
    ],
    ['for later', () => signToken({ claims: { sub: 'alice', exp: inAnHour(), nbf: inAnHour() - 60 }, secret: SECRET })],
  ])('%s', async (_what, token) => {
    const text = token();
    await whileTheyChat(async () => {
      for (const options of [
        { token: text },
        { headers: { authorization: `Bearer ${text}` } },
        { protocols: ['noroshi.v1', `token.${text}`] },
      ]) {
        expect(await refusalOf(options)).toBe(401);
      }
      const answer = await fetch(`${scene.stack.url}/api/v1/rooms`, { headers: { authorization: `Bearer ${text}` } });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'invalid_token' });
    });
  });
});

describe('a bad request is answered with a problem', () => {
  const devTokens = '/api/v1/dev/tokens';
  const post = (body: string): RequestInit => ({
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  it.each<[what: string, path: string, init: RequestInit, status: number, code: string]>([
    ['no JSON', devTokens, post('{"userId":'), 400, 'invalid_json'],
    ['a deep list', devTokens, post(`{"userId":"x","roles":${'['.repeat(20_000)}`), 400, 'too_deep'],
    ['no body', devTokens, post(''), 400, 'invalid_frame'],
    ['an array', devTokens, post('[]'), 400, 'invalid_frame'],
    ['no user', devTokens, post('{}'), 400, 'invalid_frame'],
    ['a user in the prototype', devTokens, post('{"__proto__":{"userId":"x"}}'), 400, 'invalid_frame'],
    ['a user that is a number', devTokens, post('{"userId":5}'), 400, 'invalid_frame'],
    ['a user of 200 characters', devTokens, post(JSON.stringify({ userId: 'u'.repeat(200) })), 400, 'invalid_frame'],
    ['a token for ever', devTokens, post('{"userId":"x","expiresIn":1e12}'), 400, 'invalid_frame'],
    ['roles that are no list', devTokens, post('{"userId":"x","roles":"admin"}'), 400, 'invalid_frame'],
    ['100 KB', devTokens, post(JSON.stringify({ userId: 'x', more: 'x'.repeat(100_000) })), 413, 'body_too_large'],
    ['the wrong method', devTokens, { method: 'DELETE' }, 405, 'method_not_allowed'],
    ['a path nobody knows', '/api/v1/nothing', {}, 404, 'not_found'],
    ['a file that is not there', '/../../package.json', {}, 404, 'not_found'],
    ['a file by another way', '/%2e%2e/%2e%2e/package.json', {}, 404, 'not_found'],
    ['a broken escape', '/api/v1/rooms/%E0%A4%A/messages', {}, 400, 'invalid_frame'],
    ['a long room id', `/api/v1/rooms/${'r'.repeat(200)}/messages`, {}, 400, 'invalid_room_id'],
    ['a room nobody opened', '/api/v1/rooms/nobody-was-here/messages', {}, 404, 'room_not_found'],
    ['an offset of nothing', '/api/v1/rooms/room-1/messages?before=x', {}, 400, 'invalid_offset'],
    ['a limit of nothing', '/api/v1/rooms/room-1/messages?limit=0', {}, 400, 'invalid_frame'],
    ['a limit too high', '/api/v1/rooms/room-1/messages?limit=101', {}, 400, 'invalid_frame'],
  ])('%s', async (_what, path, init, status, code) => {
    await whileTheyChat(async () => {
      const answer = await fetch(`${scene.stack.url}${path}`, init);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(await answer.json()).toMatchObject({ code, status });
    });
  });
});

describe('a handshake', () => {
  it('from a page of another origin is refused', async () => {
    const options = { token: scene.stack.token('alice'), headers: { origin: 'https://elsewhere.example' } };
    expect(await refusalOf(options)).toBe(403);
    const own = await Client.connect(scene.stack.socketUrl, { ...options, headers: { origin: scene.stack.url } });
    await own.close();
  });
});
