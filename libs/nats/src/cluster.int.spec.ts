import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collector, freshLanes, noted, type Noted } from '@noroshi/event-sourcing/testing';
import { NatsCluster } from '@noroshi/testing';
import { connectNats, type Nats } from './connect.js';
import { createEventStore } from './jetstream-event-store.js';
import { createLiveFeed } from './live-feed.js';
import { ensureStreams, type EventLog } from './streams.js';
import { lossy } from './testing/lossy.js';

const START_MS = 60_000;

let folder: string;
let cluster: NatsCluster;
let nats: Nats;
let far: Nats | undefined;
let log: EventLog;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'noroshi-cluster-'));
  cluster = await NatsCluster.start({ folder, servers: 3 });
  nats = await connectNats({ url: cluster.url, name: 'cluster' });
  log = (await ensureStreams(nats, { replicas: 3 })).rooms;
}, START_MS);

afterAll(async () => {
  await Promise.all([nats.drain(), far?.drain()]);
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}, START_MS);

/** A connection to a server that only holds a copy, which is what answers reads that come over it. */
async function atCopy(): Promise<{ readonly name: string; readonly connection: Nats }> {
  const leader = await cluster.leader(log.stream);
  const index = cluster.names.findIndex((server) => server !== leader && server !== nats.connection.info?.server_name);
  far = await connectNats({ url: cluster.url.split(',')[index] ?? '', name: 'far' });
  return { name: cluster.names[index] ?? '', connection: far };
}

it('streams have as many copies as were asked for', () => {
  expect(log.replicas).toBe(3);
});

it(
  'a read holds everything acknowledged, also when a copy answers that was stopped for a while',
  async () => {
    const { talk } = freshLanes();
    const { name, connection } = await atCopy();
    const [writer, reader] = [createEventStore<Noted>(nats, log), createEventStore<Noted>(connection, log)];
    let written = 0;
    for (let round = 0; round < 5; round += 1) {
      cluster.signal(name, 'SIGSTOP');
      await Promise.all(Array.from({ length: 400 }, () => writer.append(talk, noted(++written))));
      const reads = Array.from({ length: 10 }, () => reader.read([talk]));
      const ends = Array.from({ length: 10 }, () => reader.lastPosition(talk));
      cluster.signal(name, 'SIGCONT');
      for (const read of await Promise.all(reads)) expect(read).toHaveLength(written);
      expect(new Set(await Promise.all(ends)).size).toBe(1);
    }
  },
  START_MS,
);

it(
  'what a leader stored and did not tell is heard when another one is elected, though nothing else is said',
  async () => {
    const { talk } = freshLanes();
    const heard = collector();
    const deaf = lossy(nats, ({ subject }) => subject.startsWith('live.'));
    const following = await createLiveFeed<Noted>(deaf, log).follow({
      ...talk,
      after: { talk: 0 },
      onEvent: heard.onEvent,
    });
    await createEventStore<Noted>(nats, log).append(talk, noted('the last word'));
    expect(heard.notes).toEqual([]);
    await nats.connection.request(`$JS.API.STREAM.LEADER.STEPDOWN.${log.stream}`, '', { timeout: 10_000 });
    await heard.has(1);
    expect(heard.notes).toEqual(['the last word']);
    following.close();
  },
  START_MS,
);
