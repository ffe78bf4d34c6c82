import { jetstreamManager } from '@nats-io/jetstream';
import { EventLogFull, type EventStore } from '@noroshi/event-sourcing';
import { freshLanes, noted, type Noted, type TestLanes } from '@noroshi/event-sourcing/testing';
import { startNatsServer, type NatsServerOptions } from '@noroshi/testing';
import { connectNats } from './connect.js';
import { createEventStore } from './jetstream-event-store.js';
import { ensureStreams, type StreamsOptions } from './streams.js';

const LONG = 'x'.repeat(10_000);
/** Far more than any of the limits here. */
const MANY = 2_000;

let stop: () => Promise<void>;
afterEach(() => stop());

async function setUp(serverOptions: NatsServerOptions, streams: StreamsOptions = {}) {
  const server = await startNatsServer(serverOptions);
  const nats = await connectNats({ url: server.url, name: 'writer' });
  const { rooms } = await ensureStreams(nats, streams);
  const store = createEventStore<Noted>(nats, rooms);
  stop = async () => {
    await nats.drain();
    await server.stop();
  };
  return { nats, store, manager: await jetstreamManager(nats.connection) };
}

/** Appends until the log refuses. Gives how many it took. */
async function fill(store: EventStore<Noted>, { talk }: TestLanes): Promise<number> {
  for (let count = 0; count < MANY; count += 1) {
    try {
      await store.append(talk, noted(LONG));
    } catch (cause) {
      if (cause instanceof EventLogFull) return count;
      throw cause;
    }
  }
  throw new Error('the log took everything');
}

describe('a log that is full', () => {
  it('because of its own limit refuses, can be read, and goes on when the limit is raised', async () => {
    const { nats, store } = await setUp({}, { maxBytes: 200_000 });
    const lanes = freshLanes();
    const taken = await fill(store, lanes);
    await expect(store.append(lanes.talk, noted(LONG))).rejects.toThrow('maximum bytes exceeded');
    expect(await store.read([lanes.talk])).toHaveLength(taken);
    await ensureStreams(nats, { maxBytes: 400_000 });
    await store.append(lanes.talk, noted('room again'));
    expect((await store.read([lanes.talk])).at(-1)?.event.note).toBe('room again');
  });

  it('because the server may store no more refuses, can be read, and goes on when there is room', async () => {
    const { store, manager } = await setUp({ maxFileStore: 500_000 });
    const [old, lanes] = [freshLanes(), freshLanes()];
    for (let count = 0; count < 20; count += 1) await store.append(old.talk, noted(LONG));
    const taken = await fill(store, lanes);
    await expect(store.append(lanes.control, noted(LONG))).rejects.toThrow('insufficient resources');
    expect(await store.read([lanes.talk])).toHaveLength(taken);
    const state = (await manager.streams.info('ROOMS')).state;
    await manager.streams.purge('ROOMS', { seq: state.last_seq - 5 });
    await store.append(lanes.talk, noted('room again'));
    expect((await store.read([lanes.talk])).at(-1)?.event.note).toBe('room again');
  });

  it('stores nothing of what it refused, also when it is sent again under the same key', async () => {
    const { nats, store } = await setUp({}, { maxBytes: 200_000 });
    const lanes = freshLanes();
    await fill(store, lanes);
    const key = { idempotencyKey: 'the same' };
    const { talk } = freshLanes();
    await expect(store.append(talk, noted(LONG), key)).rejects.toBeInstanceOf(EventLogFull);
    expect(await store.read([talk])).toEqual([]);
    await ensureStreams(nats, { maxBytes: 400_000 });
    expect(await store.append(talk, noted(LONG), key)).toMatchObject({ stored: true, duplicate: false });
    expect(await store.append(talk, noted(LONG), key)).toMatchObject({ stored: true, duplicate: true });
  });
});
