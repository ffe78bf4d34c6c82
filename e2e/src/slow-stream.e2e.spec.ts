import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { eventually } from '@noroshi/testing';
import type { Frame } from './client.js';
import { streamPath, type StreamOptions } from './event-stream.js';
import { metricOfAll } from './metrics.js';
import { setScene } from './scene.js';
import { numbered, PATIENCE_MS, sayUntilSomebodyLags, slowStack } from './slow-reading.js';

const scene = setScene(slowStack);

/** A stream read by hand, so that it can be left unread. */
class RawStream {
  readonly frames: Frame[] = [];
  lastId = '';
  /** How many comments came. */
  comments = 0;
  #rest = '';

  private constructor(readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.#read(text));
    response.on('error', () => undefined);
  }

  static async open(options: StreamOptions): Promise<RawStream> {
    const asking = get(`${scene.stack.url}${streamPath(options)}`, { headers: { accept: 'text/event-stream' } });
    const [response] = (await once(asking, 'response')) as [IncomingMessage];
    const stream = new RawStream(response);
    await stream.has(({ type }) => type === 'joinedRoom' || type === 'resumed');
    return stream;
  }

  has(wants: (frame: Frame) => boolean, timeoutMs = PATIENCE_MS): Promise<Frame> {
    return eventually(() => this.frames.find(wants), { reason: `a frame for which ${wants.toString()}`, timeoutMs });
  }

  get contents(): unknown[] {
    return this.frames.filter(({ type }) => type === 'message').map(({ content }) => content);
  }

  close(): void {
    this.response.destroy();
  }

  #read(text: string): void {
    const blocks = (this.#rest + text).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    for (const lines of blocks.map((block) => block.split('\n'))) {
      const of = (field: string) => lines.find((line) => line.startsWith(field))?.slice(field.length);
      const data = of('data: ');
      if (data !== undefined) this.frames.push(JSON.parse(data) as Frame);
      if (of(':') !== undefined) this.comments += 1;
      this.lastId = of('id: ') ?? this.lastId;
    }
  }
}

const open = (userId: string, roomId: string, cursor?: string): Promise<RawStream> =>
  RawStream.open({
    rooms: [roomId],
    token: scene.stack.token(userId),
    ...(cursor === undefined ? {} : { query: { cursor } }),
  });

const metric = (name: string): Promise<number> => metricOfAll(scene.stack, name);

it(
  'a stream that is not read for a while misses nothing, repeats nothing, and holds nobody up',
  async () => {
    const roomId = scene.newRoom();
    const speaker = await scene.connect('speaker');
    await speaker.join(roomId);
    const slow = await open('slow', roomId);
    slow.response.pause();
    const { said, say } = numbered();
    const replays = await metric('noroshi_lag_replays_total');
    await sayUntilSomebodyLags(scene.stack, speaker, { roomId, say });
    for (let index = 0; index < 100; index += 1) speaker.send({ action: 'message', roomId, content: say() });
    await speaker.next({ content: said.at(-1) });
    slow.response.resume();
    await slow.has(({ content }) => content === said.at(-1));
    await eventually(async () => (await metric('noroshi_lagging_connections_count')) === 0, {
      reason: 'it hears the room live again',
    });
    await speaker.say(roomId, 'live');
    await slow.has(({ content }) => content === 'live');
    expect(slow.contents).toEqual([...said, 'live']);
    expect(await metric('noroshi_lag_replays_total')).toBeGreaterThan(replays);
    slow.close();
  },
  2 * PATIENCE_MS,
);

it(
  'a stream that stays unread is cut, takes nothing with it, and its cursor brings back what it missed',
  async () => {
    const roomId = scene.newRoom();
    const speaker = await scene.connect('speaker');
    await speaker.join(roomId);
    const stalled = await open('stalled', roomId);
    stalled.response.pause();
    const { said, say } = numbered();
    await sayUntilSomebodyLags(scene.stack, speaker, { roomId, say });
    await eventually(async () => (await metric('noroshi_connections_count')) === 1, {
      reason: 'the stream is given up',
      timeoutMs: PATIENCE_MS,
    });
    await speaker.say(roomId, 'while it was away');
    const over = new Promise((resolve) => stalled.response.once('close', resolve));
    stalled.response.resume();
    await over;
    const back = await open('stalled', roomId, stalled.lastId);
    await back.has(({ content }) => content === 'while it was away');
    expect([...stalled.contents, ...back.contents]).toEqual([...said, 'while it was away']);
    back.close();
  },
  2 * PATIENCE_MS,
);

it('a stream in which nothing is said is kept alive by comments, and is not idle', async () => {
  const roomId = scene.newRoom();
  await (await scene.connect('speaker')).join(roomId);
  const stream = await open('patient', roomId);
  // The first begins the stream.
  await eventually(() => stream.comments > 2, { reason: 'two comments came', timeoutMs: 40_000 });
  expect(stream.frames.map(({ type }) => type)).toEqual(['connection', 'joinedRoom']);
  stream.close();
});
