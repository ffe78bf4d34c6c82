import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { eventually } from '@noroshi/testing';
import { ask, get } from './api.js';
import { cutProxy, type CutProxy } from './cut-proxy.js';
import { noroshi } from './noroshi.js';
import { setScene } from './scene.js';
import { SECRET } from './stack.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const KEY = 'back-office:a-key-that-nobody-guesses';
const scene = setScene({ env: { NOROSHI_API_KEYS: KEY } });

const run = (words: readonly string[], env = {}) => noroshi(scene.stack, words, env);
const parsed = (out: string): Record<string, unknown>[] =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** A room that Ann has opened, as a back end would for her. */
async function openRoom(settings = {}): Promise<string> {
  const roomId = scene.newRoom();
  const bearer = scene.stack.token('ann');
  const opened = await ask(scene.stack, {
    ...{ method: 'POST', path: '/rooms', bearer },
    body: { id: roomId, name: `狼煙 ${roomId}`, settings },
  });
  expect(opened.status).toBe(201);
  return roomId;
}

interface Running {
  readonly lines: readonly string[];
  readonly told: readonly string[];
  /** Resolves with its exit code. */
  readonly ended: Promise<number | null>;
  /** As ^C does. */
  interrupt(): Promise<number | null>;
}

const running: Running[] = [];
afterEach(() => Promise.all(running.splice(0).map((each) => each.interrupt())));

/** A command that goes on until it is interrupted. */
function begin(words: readonly string[], url = scene.stack.url): Running {
  const child = spawn(process.execPath, [join(root, 'tools/cli/noroshi.mjs'), ...words], {
    env: { PATH: process.env['PATH'], NOROSHI_URL: url, NOROSHI_JWT_SECRET: SECRET },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [lines, told]: [string[], string[]] = [[], []];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => told.push(line));
  const ended = once(child, 'close').then(() => child.exitCode);
  const one: Running = {
    ...{ lines, told, ended },
    interrupt: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
  running.push(one);
  return one;
}

const hears = (tail: Running, what: string) =>
  eventually(() => tail.lines.some((line) => line.includes(what)), { reason: `tail shows ${what}` });

describe('noroshi token', () => {
  it('makes a token that the server takes, with name and roles, for the time that was asked for', async () => {
    const { code, out } = await run(['token', 'ann', '--name', 'Ann B.', '--role', 'admin', '-e', '5m', '--json']);
    const { token, expiresAt } = JSON.parse(out) as { token: string; expiresAt: string };
    expect(code).toBe(0);
    expect((await get(scene.stack, '/connections', token)).status).toBe(200);
    const left = Date.parse(expiresAt) - Date.now();
    expect([left > 200_000, left <= 300_000]).toEqual([true, true]);
  });

  it('takes a development token where there is no key', async () => {
    const { code, out } = await run(['token', 'ben'], { NOROSHI_JWT_SECRET: '', NOROSHI_DATA_DIR: '/nowhere' });
    expect([code, (await get(scene.stack, '/me/rooms', out.trim())).status]).toEqual([0, 200]);
  });
});

describe('noroshi send, rooms and replay', () => {
  it('store messages, list the room, and tell what is in it', async () => {
    const roomId = await openRoom();
    const refused = await run(['send', roomId, 'hello', '-u', 'ben']);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('--join') as string });
    const { code, out } = await run(['send', roomId, 'hello', '-u', 'ben', '--join', '--json']);
    const [receipt] = parsed(out);
    expect([code, receipt]).toMatchObject([0, { roomId, messageId: expect.any(String) as string }]);
    await run(['send', roomId, 'and an answer', '-u', 'ann', '--reply-to', String(receipt?.['messageId'])]);
    const all = parsed((await run(['replay', roomId])).out);
    expect(all).toMatchObject([
      { userId: 'ben', content: 'hello' },
      { userId: 'ann', content: 'and an answer', replyTo: receipt?.['messageId'] },
    ]);
    const since = await run(['replay', roomId, '--from', String(receipt?.['offset'])]);
    expect(parsed(since.out).map(({ content }) => content)).toEqual(['and an answer']);
    const mine = JSON.parse((await run(['rooms', '--mine', '-u', 'ben', '--json'])).out) as object[];
    expect(mine).toMatchObject([{ roomId, unreadCount: 1 }]);
    expect((await run(['rooms'])).out).toContain(roomId);
  });

  it('open the room of a first message, which is nobody else’s then, and are glad of one that is there', async () => {
    const roomId = scene.newRoom();
    expect(await run(['send', roomId, 'first', '-u', 'ann', '--open'])).toMatchObject({ code: 0 });
    expect(await run(['send', roomId, 'second', '-u', 'ben', '--open'])).toMatchObject({ code: 0 });
    expect(parsed((await run(['replay', roomId])).out)).toMatchObject([{ userId: 'ann' }, { userId: 'ben' }]);
    expect((await run(['rooms'])).out).toMatch(new RegExp(`^${roomId} .* ann `, 'm'));
  });

  it('speak for a user with the key of a back end, also into a private room', async () => {
    const roomId = await openRoom({ isPublic: false });
    expect(await run(['send', roomId, 'by key', '-u', 'ann', '--token', KEY])).toMatchObject({ code: 0 });
    expect(parsed((await run(['replay', roomId, '-u', 'ann', '--token', KEY])).out)).toMatchObject([{ userId: 'ann' }]);
    expect(await run(['replay', roomId, '-u', 'ben'])).toMatchObject({ code: 1 });
  });

  it('send each line that is piped in, once and in order', async () => {
    const roomId = await openRoom();
    const child = spawn(process.execPath, [join(root, 'tools/cli/noroshi.mjs'), 'send', roomId, '-u', 'ann'], {
      env: { PATH: process.env['PATH'], NOROSHI_URL: scene.stack.url, NOROSHI_JWT_SECRET: SECRET },
    });
    child.stdin.end('one\n\ntwo\nthree\n');
    await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    expect(child.exitCode).toBe(0);
    expect(parsed((await run(['replay', roomId])).out).map(({ content }) => content)).toEqual(['one', 'two', 'three']);
  });
});

describe('noroshi tail', () => {
  let network: CutProxy | undefined;
  afterEach(async () => network?.close());

  it('shows what was said and what is said, once each and in order, over a network that is cut', async () => {
    const roomId = await openRoom();
    const ann = await scene.connect('ann');
    await ann.join(roomId);
    await ann.say(roomId, 'before');
    network = await cutProxy(scene.stack.port);
    const tail = begin(['tail', roomId, '-n', '5', '--json'], `http://127.0.0.1:${network.port}`);
    await hears(tail, 'before');
    await ann.say(roomId, 'live');
    await hears(tail, 'live');
    network.shut();
    network.cut();
    await eventually(() => tail.told.some((line) => line.includes('trying again')), { reason: 'it has noticed' });
    await ann.say(roomId, 'meanwhile');
    network.open();
    await ann.say(roomId, 'after');
    await hears(tail, 'after');
    const said = parsed(tail.lines.join('\n')).filter(({ type }) => type === 'message');
    expect(said.map(({ content }) => content)).toEqual(['before', 'live', 'meanwhile', 'after']);
    expect(tail.told.at(-1)).toBe('noroshi: connected again');
    expect(await tail.interrupt()).toBe(0);
  });

  it('is a connection that connections list, and that nobody in the room sees', async () => {
    const roomId = await openRoom();
    const ann = await scene.connect('ann');
    await ann.join(roomId);
    await ann.say(roomId, 'is anybody there?');
    const tail = begin(['tail', roomId, '-u', 'listener']);
    await hears(tail, 'ann: is anybody there?');
    const { code, out } = await run(['connections', '--of', 'listener', '--json']);
    expect([code, JSON.parse(out)]).toMatchObject([0, [{ userId: 'listener', gateway: expect.any(String) as string }]]);
    const table = await run(['connections', '--room', roomId]);
    expect(table.out.split('\n')).toEqual([
      expect.stringMatching(/^CONNECTION +USER/),
      expect.stringContaining('ann'),
      '',
    ]);
    expect(ann.of('memberJoined').map(({ userId }) => userId)).not.toContain('listener');
  });

  it('ends by itself after as many messages as were asked for', async () => {
    const roomId = await openRoom();
    const ann = await scene.connect('ann');
    await ann.join(roomId);
    await ann.say(roomId, 'before');
    const tail = begin(['tail', roomId, '-c', '1']);
    await hears(tail, 'before');
    await ann.say(roomId, '\u001b[2Jlive');
    expect(await tail.ended).toBe(0);
    expect(tail.lines).toHaveLength(2);
    expect(tail.lines[1]).toContain('ann: \\u001b[2Jlive');
  });
});

describe('noroshi', () => {
  it.each([
    [['tail', 'no-such-room'], 1, 'room_not_found'],
    [['connections', '-u', 'ann'], 1, 'role admin'],
    [['rooms', '--token', 'nonsense'], 1, 'is not accepted'],
    [['conections'], 2, 'did you mean connections?'],
    [['rooms', '--jsno'], 2, 'did you mean --json?'],
    [['rebuild', 'massages'], 2, 'did you mean messages?'],
  ])('%j says what to do', async (words, code, said) => {
    expect(await run(words)).toMatchObject({ code, out: '', err: expect.stringContaining(said) as string });
  });

  it('is a package that runs without the repository', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'noroshi-packed-'));
    try {
      const packed = execFileSync(process.execPath, [join(root, 'tools/cli/pack.mjs'), folder], { encoding: 'utf8' });
      execFileSync('tar', ['xzf', packed.trim(), '-C', folder]);
      const packedRun = (...words: string[]) =>
        execFileSync(join(folder, 'package/noroshi.mjs'), words, {
          ...{ cwd: folder, encoding: 'utf8', stdio: 'pipe' },
          env: { PATH: process.env['PATH'], NOROSHI_URL: scene.stack.url, NOROSHI_JWT_SECRET: SECRET },
        });
      const roomId = await openRoom();
      packedRun('send', roomId, 'packed', '--join');
      expect(parsed(packedRun('replay', roomId))).toMatchObject([{ content: 'packed', userId: 'noroshi-cli' }]);
      expect(() => packedRun('bench')).toThrow('needs the repository');
      expect(packedRun('--version')).toMatch(/^noroshi \d+\.\d+\.\d+\n$/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
