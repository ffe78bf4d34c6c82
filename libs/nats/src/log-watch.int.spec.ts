import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { freshLanes, noted, type Noted } from '@noroshi/event-sourcing/testing';
import { eventually, startNatsServer, type NatsServer } from '@noroshi/testing';
import { connectNats, type Nats } from './connect.js';
import { createEventStore } from './jetstream-event-store.js';
import { createLiveFeed } from './live-feed.js';
import { watchLogs, type LogWatch } from './log-watch.js';
import { ensureStreams, type EventLogs } from './streams.js';

describe('a watched log', () => {
  let folder: string;
  let server: NatsServer;
  let nats: Nats;
  let logs: EventLogs;
  const watches: LogWatch[] = [];
  const data = () => join(folder, 'data');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'noroshi-watch-'));
    server = await startNatsServer({ jetstreamDir: data() });
    nats = await connectNats({ url: server.url, name: 'watching' });
    logs = await ensureStreams(nats);
  });
  afterEach(async () => {
    for (const watch of watches.splice(0)) watch.close();
    await nats.drain();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** What the watch said so far, and how often it has looked. */
  const begin = (watchedLogs = logs) => {
    const said: string[] = [];
    const log = { error: (message: string) => void said.push(message) };
    const watch = watchLogs(nats, { logs: watchedLogs, log, everyMs: 20 });
    watches.push(watch);
    const told = { replaced: undefined as string | undefined };
    void watch.replaced.then((what) => (told.replaced = what));
    return { watch, said, told };
  };
  const append = async (count: number, by = logs) => {
    const store = createEventStore<Noted>(nats, by.rooms);
    const { talk } = freshLanes();
    for (let index = 0; index < count; index += 1) await store.append(talk, noted(index));
  };
  /** Does something to the server's store while it is down. */
  const whileDown = async (work: () => Promise<void>) => {
    const back = new Promise<void>((resolve) => {
      const stop = nats.onReconnect(() => {
        stop();
        resolve();
      });
    });
    await server.kill('SIGTERM');
    await work();
    await server.restart();
    await back;
  };
  const backUp = () => whileDown(() => cp(data(), join(folder, 'backup'), { recursive: true }));
  const restore = () =>
    whileDown(async () => {
      await rm(data(), { recursive: true });
      await cp(join(folder, 'backup'), data(), { recursive: true });
    });
  const manager = () => jetstreamManager(nats.connection);

  it('that was made anew is told, and has another epoch', async () => {
    await append(3);
    const { watch, said } = begin();
    await (await manager()).streams.delete('ROOMS');
    const again = await ensureStreams(nats);
    expect(await watch.replaced).toBe('the log ROOMS is another one');
    expect(said).toEqual(['the log ROOMS is another one']);
    expect(again.rooms.epoch).not.toBe(logs.rooms.epoch);
  });

  it('that was restored from an older backup is told, and has another epoch from then on', async () => {
    await append(3);
    await backUp();
    const { watch } = begin();
    await append(2);
    await restore();
    expect(await watch.replaced).toBe('the log ROOMS has lost its end');
    const again = await ensureStreams(nats);
    expect(again.rooms.epoch).not.toBe(logs.rooms.epoch);
    expect(again.rooms.epoch).toMatch(/^[0-9a-z]{1,16}$/);
    expect((await ensureStreams(nats)).rooms.epoch).toBe(again.rooms.epoch);
    expect(again.users.epoch).toBe(logs.users.epoch);
    // Whoever has not noticed by the positions does so by the epoch.
    const { watch: other } = begin({ ...logs, users: again.users });
    expect(await other.replaced).toMatch(/the log ROOMS/);
    const { told } = begin(again);
    await append(1);
    expect(told.replaced).toBeUndefined();
  });

  it('that was restored whole goes on as it was', async () => {
    await append(3);
    const { told } = begin();
    await backUp();
    await restore();
    await append(1, await ensureStreams(nats));
    await eventually(() => logs.rooms.height.position === 4, { reason: 'it is looked at' });
    expect(told.replaced).toBeUndefined();
  });

  it('that is gone is waited for', async () => {
    const { told, said } = begin();
    const { users } = await ensureStreams(nats);
    await (await manager()).streams.delete('ROOMS');
    await createEventStore<Noted>(nats, users).append({ category: 'user', entity: 'ann', name: 'reads' }, noted('x'));
    await eventually(() => logs.users.height.position === 1, { reason: 'the logs are looked at' });
    expect([told.replaced, said]).toEqual([undefined, []]);
  });

  it('is as high as anybody in the process has met, by writing or by hearing', async () => {
    const { talk } = freshLanes();
    const heard = await ensureStreams(nats);
    const following = await createLiveFeed<Noted>(nats, heard.rooms).follow({
      ...talk,
      after: { talk: 0 },
      onEvent: () => undefined,
    });
    await createEventStore<Noted>(nats, logs.rooms).append(talk, noted(1));
    await following.catchUp();
    expect([logs.rooms.height.position, heard.rooms.height.position]).toEqual([1, 1]);
    following.close();
  });
});
