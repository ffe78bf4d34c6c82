import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { asProcessReport, channels, roomLane, topicRecordOf, type RoomEvent, type TopicRecord } from '@noroshi/domain';
import { createTopicWriter, ensureTopics, type TopicWriter } from '@noroshi/kafka';
import { connectNats, createBroadcast, createEventStore, ensureStreams } from '@noroshi/nats';
import { Operations } from '@noroshi/service-host';
import { createLogger } from '@noroshi/telemetry';
import { eventually, startKafkaBroker, startNatsServer, startS3Server, whyNoKafka, whyNoS3 } from '@noroshi/testing';
import type { KafkaBroker, NatsServer, S3Server } from '@noroshi/testing';
import { composeArchive } from './archive/compose.js';
import { parseManifest, sha256Of } from './archive/manifest.js';
import { S3ObjectStore } from './archive/s3-object-store.js';

const TOPIC = 'noroshi.events.v1';
const HOUR = 3_600_000;
const cli = fileURLToPath(new URL('../../../tools/cli/noroshi.mjs', import.meta.url));
/** Some hours ago: a broker takes nothing of the future. */
const START = Math.floor(Date.now() / HOUR) * HOUR - 6 * HOUR;

const told = (position: number, at: number): TopicRecord => {
  const by = { id: 'ann', name: 'Ann', guest: false };
  const settings = { isPublic: true, maxMembers: 100, allowFileSharing: true };
  const event: RoomEvent =
    position === 1
      ? { type: 'RoomOpened', owner: by, name: 'Lobby', settings }
      : { type: 'MessagePosted', by, content: `message ${position}`, messageType: 'text' };
  const lane = roomLane('lobby', position === 1 ? 'control' : 'talk');
  return topicRecordOf({ event, lane, position, recordedAt: at }, 'e1');
};

const kafkaProblem = whyNoKafka();
const stores = (['versitygw', 'seaweedfs'] as const).map((kind) => ({ kind, problem: kafkaProblem ?? whyNoS3(kind) }));
const possible = stores.filter(({ problem }) => problem === undefined);

if (possible.length === 0) it.skip('the archive needs Kafka and an S3 server', () => undefined);
describe.each(possible)('the archive in $kind', ({ kind }) => {
  let broker: KafkaBroker;
  let s3: S3Server;
  let nats: NatsServer;
  let writer: TopicWriter;
  let store: S3ObjectStore;
  const logger = createLogger({ name: 'test', level: 'silent' });
  const operations = new Operations({ logger });
  const compose = () =>
    composeArchive({
      kafka: { brokers: broker.brokers },
      natsUrl: nats.url,
      s3: target(),
      lateness: 900,
      logger,
      operations,
    });
  const target = () => ({ endpoint: s3.endpoint, region: 'us-east-1', bucket: 'noroshi-archive' });
  const objects = () => store.list('events/').catch(() => []);
  const contents = async (key: string) => {
    const bytes = await store.get(key);
    if (!bytes) throw new Error(`There is no ${key}`);
    const lines = gunzipSync(bytes).toString().trimEnd().split('\n');
    return lines.map((line) => {
      const { data } = JSON.parse(line) as { data: { type: string; content?: string } };
      return data.content ?? data.type;
    });
  };

  beforeAll(async () => {
    [broker, s3, nats] = await Promise.all([startKafkaBroker(), startS3Server(kind), startNatsServer()]);
    Object.assign(process.env, s3.env);
    const options = { brokers: broker.brokers, clientId: 'test', log: logger };
    await ensureTopics(options, [{ name: TOPIC, partitions: 1, replicas: 1 }]);
    writer = createTopicWriter({ ...options, topic: TOPIC });
    store = new S3ObjectStore(target());
  });
  afterAll(async () => {
    await writer.close();
    store.close();
    await Promise.all([broker.stop(), s3.stop(), nats.stop()]);
  });

  it('has each closed hour once, whatever was away, and goes on where it was after a restart', async () => {
    let archive = compose();
    await writer.write([told(1, START), told(2, START + HOUR - 1), told(3, START + HOUR), told(4, START + 1.5 * HOUR)]);
    await eventually(async () => (await objects()).length === 1, { reason: 'the first hour is stored' });
    expect(await operations.readiness()).toEqual({ status: 'ready', dependencies: { archive: 'up', kafka: 'up' } });
    const [first = ''] = await objects();
    expect(await contents(first)).toEqual(['RoomOpened', 'message 2']);
    await archive.drain();

    await s3.kill();
    archive = compose();
    await writer.write([told(5, START + 2.5 * HOUR), told(6, START + 2.6 * HOUR)]);
    await s3.restart();
    await eventually(async () => (await objects()).length === 2, { reason: 'the second hour is stored' });

    await s3.kill();
    await writer.write([told(7, START + 3.5 * HOUR)]);
    await s3.restart();
    await eventually(async () => (await objects()).length === 3, { reason: 'the third hour is stored' });
    await archive.drain();
    const [, second = '', third = ''] = await objects();
    expect(await contents(second)).toEqual(['message 3', 'message 4']);
    expect(await contents(third)).toEqual(['message 5', 'message 6']);
  });

  it('tells dashboards that it lives, and that it ends', async () => {
    const watching = await connectNats({ url: nats.url, name: 'test' });
    const told: string[] = [];
    const listening = await createBroadcast(watching).listen(channels.reports, (payload) => {
      const report = asProcessReport(payload);
      if (report?.process.role === 'analytics-archive') told.push(report.state);
    });
    const archive = compose();
    await eventually(() => told.includes('up'), { reason: 'it tells that it lives' });
    await archive.drain();
    await eventually(() => told.at(-1) === 'ending', { reason: 'it tells that it ends' });
    listening.close();
    await watching.drain();
  });

  it('tells of each object by what its bytes can be checked', async () => {
    const keys = await store.list('manifests/');
    expect(keys).toHaveLength(3);
    for (const key of keys) {
      const manifest = parseManifest((await store.get(key)) ?? Buffer.alloc(0));
      const bytes = (await store.get(manifest.object)) ?? Buffer.alloc(0);
      expect(manifest).toMatchObject({ bytes: bytes.length, sha256: sha256Of(bytes), records: 2, partition: 0 });
    }
  });

  it('gives a room back to a log that has lost it, and to no other', async () => {
    const lost = await startNatsServer();
    const restore = async (...words: string[]) => {
      const env = { ...process.env, NODE_OPTIONS: '', NOROSHI_ARCHIVE_ENDPOINT: s3.endpoint };
      const given = ['restore', 'lobby', '--from', 's3://noroshi-archive', '--nats', lost.url, ...words];
      const child = spawn(process.execPath, [cli, ...given], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
      return { code: child.exitCode, out, err };
    };
    const counts = { roomId: 'lobby', stored: 6, before: 0, leftOut: 0 };
    const dry = await restore('--dry-run', '--json');
    expect(dry.code).toBe(0);
    expect(JSON.parse(dry.out)).toMatchObject({ ...counts, dryRun: true, from: new Date(START).toISOString() });
    expect(await restore()).toMatchObject({ code: 0, out: expect.stringContaining('lobby: 6 events of ') as string });
    const connection = await connectNats({ url: lost.url, name: 'test' });
    const log = createEventStore<RoomEvent>(connection, (await ensureStreams(connection)).rooms);
    const talk = await log.read([roomLane('lobby', 'talk')]);
    expect(talk.map(({ event }) => event.type === 'MessagePosted' && event.content)).toEqual(
      [2, 3, 4, 5, 6].map((n) => `message ${n}`),
    );
    const left = { type: 'MemberLeft', userId: 'ann' } as const;
    await log.append(roomLane('lobby', 'members'), left);
    const again = await restore();
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toContain('The log has something of lobby that is not from this archive');
    await connection.drain();
    await lost.stop();
  });
});
