import { roomLane, topicRecordOf, type RoomEvent } from '@noroshi/domain';
import { Outage } from '@noroshi/event-sourcing';
import fc from 'fast-check';
import { InMemoryObjectStore } from '../testing/in-memory-object-store.js';
import { parseManifest, sha256Of } from './manifest.js';
import { PartitionArchive, type PlacedRecord } from './partition-archive.js';

const MINUTE = 60_000;
const START = Date.parse('2026-11-23T04:00:00Z');
const LATENESS = 10 * MINUTE;

/** Said so many minutes after four o'clock; the number is also its offset. */
const said = (offset: number, minutes: number, timestamp = START + minutes * MINUTE): PlacedRecord => {
  const by = { id: 'ann', name: 'Ann', guest: false };
  const event: RoomEvent = { type: 'MessagePosted', by, content: `message ${offset}`, messageType: 'text' };
  const at = START + minutes * MINUTE;
  const record = topicRecordOf({ event, lane: roomLane('lobby', 'talk'), position: offset + 1, recordedAt: at }, 'e1');
  return { ...record, offset: String(offset), timestamp };
};

const skipped: string[] = [];
const begin = (store: InMemoryObjectStore) =>
  PartitionArchive.begin({
    ...{ topic: 'noroshi.events.v1', partition: 3, store, lateness: LATENESS },
    news: { onStored: () => undefined, onSkipped: (_, offset) => void skipped.push(offset) },
  });

const four = 'events/date=2026-11-23/hour=04/partition=3.ndjson.gz';
const five = 'events/date=2026-11-23/hour=05/partition=3.ndjson.gz';
const manifestOfFour = 'manifests/partition=3/date=2026-11-23/hour=04.json';

const contents = (store: InMemoryObjectStore, key: string) =>
  store.linesOf(key).map(({ data }) => (data as { content: string }).content);

describe('an hour of a partition', () => {
  it('is stored when something has come that is later than its end by the lateness', async () => {
    const store = new InMemoryObjectStore();
    const archive = await begin(store);
    expect(await archive.take([said(0, 5), said(1, 59), said(2, 69)])).toBe('0');
    expect(store.objects.size).toBe(0);
    expect(await archive.take([said(3, 70)])).toBe('2');
    expect([...store.objects.keys()]).toEqual([four, manifestOfFour]);
    expect(contents(store, four)).toEqual(['message 0', 'message 1']);
  });

  it('is a file of CloudEvents', async () => {
    const store = new InMemoryObjectStore();
    await (await begin(store)).take([said(0, 5), said(1, 70)]);
    expect(store.linesOf(four)).toEqual([
      {
        specversion: '1.0',
        id: 'room_e1-1',
        source: '/noroshi/room',
        type: 'noroshi.room.MessagePosted.v1',
        time: '2026-11-23T04:05:00.000Z',
        subject: 'room/lobby/talk',
        datacontenttype: 'application/json',
        partitionkey: 'lobby',
        data: {
          ...{ type: 'MessagePosted', by: { id: 'ann', name: 'Ann', guest: false } },
          ...{ content: 'message 0', messageType: 'text' },
        },
      },
    ]);
  });

  it('has a manifest that tells what is in it, and by which its bytes can be checked', async () => {
    const store = new InMemoryObjectStore();
    await (await begin(store)).take([said(7, 5), said(8, 61), said(9, 6), said(10, 70)]);
    const bytes = store.objects.get(four) ?? Buffer.alloc(0);
    expect(parseManifest(store.objects.get(manifestOfFour) ?? Buffer.alloc(0))).toEqual({
      ...{ version: 1, topic: 'noroshi.events.v1', partition: 3, hour: '2026-11-23T04:00:00.000Z', object: four },
      ...{ records: 2, firstOffset: '7', lastOffset: '9', closedAt: '10', bytes: bytes.length },
      sha256: sha256Of(bytes),
    });
  });

  it('takes what comes late while it is open, and leaves to the next what comes later still', async () => {
    const store = new InMemoryObjectStore();
    const archive = await begin(store);
    await archive.take([said(0, 5), said(1, 69), said(2, 6), said(3, 75), said(4, 7), said(5, 140)]);
    expect(contents(store, four)).toEqual(['message 0', 'message 2']);
    expect(contents(store, five)).toEqual(['message 1', 'message 3', 'message 4']);
  });

  it('in which nothing came has no object', async () => {
    const store = new InMemoryObjectStore();
    await (await begin(store)).take([said(0, 5), said(1, 300)]);
    expect([...store.objects.keys()]).toEqual([four, manifestOfFour]);
  });

  it('is not closed by a record whose header tells a time that the broker would not have taken', async () => {
    const store = new InMemoryObjectStore();
    await (await begin(store)).take([said(0, 5), said(1, 1_000_000, START + 6 * MINUTE)]);
    expect(store.objects.size).toBe(0);
  });

  it('passes over a record that is no event, and says so', async () => {
    const store = new InMemoryObjectStore();
    const archive = await begin(store);
    expect(await archive.take([{ ...said(0, 5), value: 'not JSON' }])).toBe('1');
    expect(skipped).toEqual(['0']);
  });
});

/** Records as a relay writes them: nearly in order of time, some late, some very late. */
const records = fc
  .array(
    fc.record({
      step: fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: 0, max: 12 }) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 150 }) },
      ),
      late: fc.oneof(
        { weight: 6, arbitrary: fc.constant(0) },
        { weight: 3, arbitrary: fc.integer({ min: 0, max: 15 }) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 500 }) },
      ),
    }),
    { minLength: 1, maxLength: 60, size: 'max' },
  )
  .map((steps) => {
    let minutes = 0;
    return steps.map(({ step, late }, offset) => said(offset, (minutes += step) - late));
  });

/** As the group of a topic: gives batches, and after a crash those from the offset that was given last. */
async function archiveAll(
  store: InMemoryObjectStore,
  all: readonly PlacedRecord[],
  crashes: readonly { readonly afterStores: number; readonly stores: boolean; readonly forgetful: boolean }[],
): Promise<void> {
  const left = [...crashes];
  let committed = 0;
  let archive = await begin(store);
  const arm = () => {
    const crash = left.shift();
    store.storesUntilOutage = crash?.afterStores ?? Infinity;
    store.failsAfterStoring = crash?.stores ?? false;
    return crash;
  };
  let crash = arm();
  for (let at = 0; at < all.length;) {
    try {
      committed = Number((await archive.take(all.slice(at, at + 7))) ?? committed);
      at += 7;
    } catch (cause) {
      if (!(cause instanceof Outage)) throw cause;
      const restarts = crash?.forgetful;
      crash = arm();
      if (restarts !== true) continue;
      archive = await begin(store);
      at = committed;
    }
  }
}

it('the archive is the same whenever who writes it is killed, and whatever fails: each record once, one object an hour', async () => {
  const crashes = fc.array(
    fc.record({ afterStores: fc.integer({ min: 0, max: 4 }), stores: fc.boolean(), forgetful: fc.boolean() }),
    { maxLength: 6, size: 'max' },
  );
  await fc.assert(
    fc.asyncProperty(records, crashes, async (given, failures) => {
      const all = [...given, said(given.length, 10_000)];
      const calm = new InMemoryObjectStore();
      await archiveAll(calm, all, []);
      const store = new InMemoryObjectStore();
      await archiveAll(store, all, failures);
      expect(store.objects).toEqual(calm.objects);
      const events = [...store.objects.keys()].filter((key) => key.startsWith('events/'));
      const ids = events.flatMap((key) => store.linesOf(key).map(({ id }) => id));
      expect(ids.sort()).toEqual(given.map(({ headers }) => headers['ce_id']).sort());
    }),
    { numRuns: 100 },
  );
});

it('the archive is the same when the group has forgotten its offsets and everything is read once more', async () => {
  await fc.assert(
    fc.asyncProperty(records, fc.nat({ max: 60 }), async (given, upTo) => {
      const all = [...given, said(given.length, 10_000)];
      const store = new InMemoryObjectStore();
      await archiveAll(store, all.slice(0, upTo), []);
      await archiveAll(store, all, []);
      const calm = new InMemoryObjectStore();
      await archiveAll(calm, all, []);
      expect(store.objects).toEqual(calm.objects);
    }),
    { numRuns: 30 },
  );
});
