import { eventually } from '@noroshi/testing';
import type { Client, Frame } from './client.js';
import { metricOfAll } from './metrics.js';
import { setScene } from './scene.js';
import { numbered, PATIENCE_MS, sayUntilSomebodyLags, slowStack } from './slow-reading.js';

const scene = setScene(slowStack);

const contents = (client: Client): unknown[] => client.of('message').map(({ content }) => content);

const metric = (name: string): Promise<number> => metricOfAll(scene.stack, name);

it(
  'a client that stalls for a while misses nothing, hears nothing twice, and holds nobody up',
  async () => {
    const roomId = scene.newRoom();
    const [speaker, slow] = [await scene.connect('speaker'), await scene.connect('slow')];
    await speaker.join(roomId);
    await slow.join(roomId);
    slow.socket.pause();
    const { said, say } = numbered();
    const replays = await metric('noroshi_lag_replays_total');
    await sayUntilSomebodyLags(scene.stack, speaker, { roomId, say });
    for (let index = 0; index < 100; index += 1) speaker.send({ action: 'message', roomId, content: say() });
    await speaker.next({ content: said.at(-1) });
    slow.socket.resume();
    await slow.next({ content: said.at(-1) }, PATIENCE_MS);
    await eventually(async () => (await metric('noroshi_lagging_connections_count')) === 0, {
      reason: 'it hears the room live again',
    });
    await speaker.say(roomId, 'live');
    await slow.next({ content: 'live' });
    expect(contents(slow)).toEqual(contents(speaker));
    expect(contents(slow)).toEqual([...said, 'live']);
    expect(await metric('noroshi_lag_replays_total')).toBeGreaterThan(replays);
  },
  2 * PATIENCE_MS,
);

it(
  'a client that stays stalled is told to come back, and its offset brings it what it missed',
  async () => {
    const roomId = scene.newRoom();
    const [speaker, stalled] = [await scene.connect('speaker'), await scene.connect('stalled')];
    await speaker.join(roomId);
    await stalled.join(roomId);
    stalled.socket.pause();
    const { said, say } = numbered();
    await sayUntilSomebodyLags(scene.stack, speaker, { roomId, say });
    await eventually(async () => (await metric('noroshi_slow_disconnects_total')) > 0, {
      reason: 'it is given up',
      timeoutMs: PATIENCE_MS,
    });
    await speaker.next({ type: 'memberLeft', userId: 'stalled' });
    await speaker.say(roomId, 'while it was away');
    stalled.socket.resume();
    expect(await stalled.closed).toEqual({ code: 4402, reason: 'too slow: come back with your offset' });
    const back = await scene.connect('stalled');
    back.send({ action: 'resume', rooms: [{ roomId, offset: stalled.of('message').at(-1)?.['offset'] }] });
    await back.next({ content: 'while it was away' }, PATIENCE_MS);
    expect([...contents(stalled), ...contents(back)]).toEqual([...said, 'while it was away']);
  },
  2 * PATIENCE_MS,
);

it(
  'who asks for much and reads nothing is answered when it reads, not before',
  async () => {
    const roomId = scene.newRoom();
    const [speaker, greedy] = [await scene.connect('speaker'), await scene.connect('greedy')];
    await speaker.join(roomId);
    const { said, say } = numbered();
    for (let index = 0; index < 50; index += 1) speaker.send({ action: 'message', roomId, content: say() });
    await speaker.next({ content: said.at(-1) });
    await greedy.join(roomId);
    greedy.socket.pause();
    // Some twenty megabytes of answers, each as large as one can be: beyond four that wait, a connection is cut.
    const questions = 80;
    for (let index = 0; index < questions; index += 1) greedy.send({ action: 'history', roomId, limit: 50 });
    await eventually(async () => (await metric('noroshi_lagging_connections_count')) > 0, {
      reason: 'it is found though nothing is said in its room',
    });
    greedy.socket.resume();
    for (let index = 0; index < questions; index += 1) {
      const answer = await greedy.next(({ type }) => type === 'history' || type === 'error', PATIENCE_MS);
      expect(answer).toMatchObject({ type: 'history', more: true });
      expect((answer['items'] as readonly Frame[]).at(-1)).toMatchObject({ content: said.at(-1) });
    }
  },
  2 * PATIENCE_MS,
);

it(
  'typing is not told to somebody who would hear it long after',
  async () => {
    const roomId = scene.newRoom();
    const [speaker, slow] = [await scene.connect('speaker'), await scene.connect('slow')];
    await speaker.join(roomId);
    await slow.join(roomId);
    slow.socket.pause();
    const { said, say } = numbered();
    await sayUntilSomebodyLags(scene.stack, speaker, { roomId, say });
    speaker.send({ action: 'typing', roomId, isTyping: true });
    const [guest, brief] = [await scene.connect('newcomer'), await scene.connect('brief')];
    await guest.join(roomId);
    await brief.join(roomId);
    await brief.close();
    await speaker.next({ type: 'memberLeft', userId: 'brief' });
    slow.socket.resume();
    await slow.next({ content: said.at(-1) }, PATIENCE_MS);
    await slow.next({ type: 'memberJoined', userId: 'newcomer' });
    await speaker.say(roomId, 'after it');
    await slow.next({ content: 'after it' });
    expect([...slow.of('typing'), ...slow.of('memberLeft')]).toEqual([]);
    expect(slow.of('memberJoined').map(({ userId }) => userId)).toEqual(['newcomer']);
  },
  2 * PATIENCE_MS,
);
