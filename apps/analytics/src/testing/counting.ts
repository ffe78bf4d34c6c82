import { InMemoryRollupStore, PresencePeaks, type PlacedEvent, type RoomEvent } from '@noroshi/domain';
import { Outage } from '@noroshi/event-sourcing';
import { eventually } from '@noroshi/testing';
import type { AnalyticsSource, Part, PartReader } from '../windows/analytics-source.js';
import { RollupOutlet, type RollupSink } from '../windows/rollup-outlet.js';
import { RoomWindows } from '../windows/room-windows.js';
import type { Told } from './topic-scene.js';

const MINUTE_MS = 60_000;
const MINUTES = 14;
/** A whole minute, lately: brokers forget what is old. */
const START = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 2 * MINUTES * MINUTE_MS;
const END = START + MINUTES * MINUTE_MS;
const ROOMS = Array.from({ length: 20 }, (_, index) => `room ${index}`);
const COUNT = 2_100;
const PATIENCE_MS = 40_000;

const by = (index: number) => ({ id: `user ${index}`, name: 'U', guest: false });
const said = (user: number): RoomEvent => ({ type: 'MessagePosted', by: by(user), content: 'x', messageType: 'text' });
const joined = (user: number): RoomEvent => ({ type: 'MemberJoined', user: by(user), kind: 'member' });

/**
 * A quarter of an hour in twenty rooms: by a clock that is set back now and then by less than is waited for, and by more; and as a
 * relay tells it that is started anew twice.
 */
export function aHistory(): readonly Told[] {
  const events = Array.from({ length: COUNT }, (_, index): Told => {
    const back = index % 41 === 7 ? 20_000 : index % 97 === 5 ? 3 * MINUTE_MS : 0;
    return {
      roomId: ROOMS[(index * 7) % ROOMS.length] ?? '',
      event: index % 9 === 0 ? joined(index % 30) : said((index * 13) % 30),
      position: index + 1,
      recordedAt: START + Math.floor((index / COUNT) * MINUTES * MINUTE_MS) - back,
    };
  });
  return [...events.slice(0, 700), ...events.slice(620, 1_500), ...events.slice(1_350)];
}

interface CountingOptions {
  /** Whose work this one goes on with. */
  readonly before?: { readonly store: InMemoryRollupStore; readonly seen: Seen };
  /** After so many writes the database is away. */
  readonly mostWrites?: number;
}

/** One that counts what a source tells, as `analytics-metrics` does. */
export async function counting(source: AnalyticsSource, { before, mostWrites = Infinity }: CountingOptions = {}) {
  const store = before?.store ?? new InMemoryRollupStore();
  const seen: Seen = before?.seen ?? new Map<string, Set<number>>();
  const [peaks, presence] = [new PresencePeaks(), () => Promise.resolve()];
  let writes = 0;
  const meter = { took: () => undefined, wrote: () => undefined };
  const put: RollupSink['put'] = (rollups) => {
    writes += 1;
    return writes > mostWrites ? Promise.reject(new Outage('the database is away')) : store.put(rollups);
  };
  const outlet = new RollupOutlet({ sinks: [{ put }], presence, peak: () => 0, onWaiting: () => undefined, meter });
  let now = END;
  const windows = new RoomWindows({ clock: { now: () => now }, peaks, presence, outlet, meter });
  const reached = new Map<string, number>();
  const reading = await source.read(noting(windows, { seen, reached }));
  const parts = () => windows.recent().parts;
  /** So many records were read, by anybody; and of what this one has the last one by this one. */
  const hasRead = (count: number) =>
    sizeOf(seen) >= count && parts().every((part) => reached.get(part) === Math.max(...(seen.get(part) ?? [])));
  return {
    ...{ store, seen, parts },
    has: (count: number) =>
      eventually(() => hasRead(count), { reason: `${count} records are read`, timeoutMs: PATIENCE_MS }),
    recent: () => windows.recent().figures,
    /** Writes also what is not over. */
    finish: async () => {
      now = END + 10 * MINUTE_MS;
      await windows.writeEnded();
      const isWritten = () => parts().every((part) => outlet.writtenBefore(part) === Infinity);
      await eventually(isWritten, { reason: 'everything is written' });
    },
    close: async () => {
      await reading.close();
      await outlet.close();
    },
  };
}

/** By part, the places of what was read. */
type Seen = Map<string, Set<number>>;

const sizeOf = (seen: Seen): number => [...seen.values()].reduce((sum, { size }) => sum + size, 0);

/** Notes what came, each record once however often it comes, and how far the reader is since it was given the part. */
function noting(reader: PartReader, { seen, reached }: { readonly seen: Seen; readonly reached: Map<string, number> }) {
  return {
    begin: (part: Part) => {
      reached.delete(part.name);
      reader.begin(part);
    },
    end: (part: Part) => reader.end(part),
    take: async (part: Part, events: readonly PlacedEvent[]) => {
      const place = await reader.take(part, events);
      const places = seen.get(part.name) ?? new Set();
      seen.set(part.name, places);
      for (const event of events) {
        places.add(Number(event.place));
        reached.set(part.name, Number(event.place));
      }
      return place;
    },
  } satisfies PartReader;
}

/** Everything that was kept, as text. */
export async function keptOf({ store }: { readonly store: InMemoryRollupStore }): Promise<readonly string[]> {
  const ranges = ROOMS.map((roomId) => store.range({ roomId, from: 0, to: Infinity, limit: 1_000 }));
  return (await Promise.all(ranges)).flat().map((rollup) => JSON.stringify(rollup));
}
