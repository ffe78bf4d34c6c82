import { roomLane, type PlacedEvent, type RoomEvent } from '@noroshi/domain';
import { Outage } from '@noroshi/event-sourcing';
import { eventually } from '@noroshi/testing';
import type { AnalyticsSource, Part, PartReader, Reading } from '../windows/analytics-source.js';

export interface SourceUnderTest {
  /** One more reader of the same events, that shares its places with the others. */
  readonly source: () => AnalyticsSource;
  /** Has it happen, in this order. */
  readonly tell: (events: readonly { readonly roomId: string; readonly event: RoomEvent }[]) => Promise<void>;
}

const PATIENCE_MS = 40_000;

export const posted = (content: string): RoomEvent => ({
  type: 'MessagePosted',
  by: { id: 'ann', name: 'Ann', guest: false },
  content,
  messageType: 'text',
});

/** What a reader was told; it gives the place after which it was told by the test to go on. */
export class Diary implements PartReader {
  readonly events: { readonly part: string; readonly event: PlacedEvent }[] = [];
  readonly parts = new Map<string, Part>();
  readonly said: string[] = [];
  /** Gives no place as long as it is false. */
  commits = true;

  begin(part: Part): void {
    this.said.push(`begin ${part.name}`);
    this.parts.set(part.name, part);
  }

  async take({ name }: Part, events: readonly PlacedEvent[]): Promise<string | undefined> {
    for (const event of events) this.events.push({ part: name, event });
    await Promise.resolve();
    return this.commits ? events.at(-1)?.place : undefined;
  }

  end(part: Part): void {
    this.said.push(`end ${part.name}`);
    this.parts.delete(part.name);
  }

  contents(roomId?: string): string[] {
    return this.events.flatMap(({ event: { recorded } }) => {
      const isWanted = roomId === undefined || recorded.lane.entity === roomId;
      return isWanted && recorded.event.type === 'MessagePosted' ? [recorded.event.content] : [];
    });
  }

  async has(...contents: readonly string[]): Promise<void> {
    const isTold = () => contents.every((content) => this.contents().includes(content));
    await eventually(isTold, { reason: `${contents.join()} are told`, timeoutMs: PATIENCE_MS });
  }
}

/** What every `AnalyticsSource` keeps. Each test is given one on which nothing has happened. */
export function analyticsSourceContract(create: () => Promise<SourceUnderTest>): void {
  let tested: SourceUnderTest;
  const readings: Reading[] = [];
  const read = async (diary: Diary) => {
    const reading = await tested.source().read(diary);
    readings.push(reading);
    return reading;
  };
  const say = (roomId: string, ...contents: readonly string[]) =>
    tested.tell(contents.map((content) => ({ roomId, event: posted(content) })));

  beforeEach(async () => {
    tested = await create();
  });
  afterEach(async () => {
    await Promise.all(readings.splice(0).map((reading) => reading.close()));
  });

  it('tells what happened and what happens, in the order of each room, of parts that are its own', async () => {
    const diary = new Diary();
    await say('lobby', 'a', 'b');
    await read(diary);
    await diary.has('a', 'b');
    await say('Räum %/~', 'c');
    await say('lobby', 'd');
    await diary.has('c', 'd');
    expect(diary.contents('lobby')).toEqual(['a', 'b', 'd']);
    for (const { part, event } of diary.events)
      expect(diary.parts.get(part)?.owns(event.recorded.lane.entity)).toBe(true);
    const rooms = Array.from({ length: 20 }, (_, index) => `room ${index}`);
    for (const room of rooms) expect([...diary.parts.values()].filter((part) => part.owns(room))).toHaveLength(1);
  });

  it('tells each event as the log has it', async () => {
    const diary = new Diary();
    const before = Date.now() - 10_000;
    await say('lobby', 'a', 'b');
    await read(diary);
    await diary.has('a', 'b');
    const events = diary.events.map(({ event }) => event);
    expect(events.map(({ recorded }) => [recorded.lane, recorded.event])).toEqual([
      [roomLane('lobby', 'talk'), posted('a')],
      [roomLane('lobby', 'talk'), posted('b')],
    ]);
    const positions = events.map(({ recorded }) => recorded.position);
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
    expect(Math.min(...events.map(({ recorded }) => recorded.recordedAt))).toBeGreaterThan(before);
    expect(new Set(events.map(({ epoch }) => epoch)).size).toBe(1);
    expect(events.map(({ isBeginning }) => isBeginning)).toEqual([true, true]);
  });

  it('goes on at the place that was given: that event comes again, and none before it', async () => {
    const [first, second] = [new Diary(), new Diary()];
    await say('lobby', 'a', 'b', 'c');
    const reading = await read(first);
    await first.has('c');
    await reading.close();
    await say('lobby', 'd');
    await read(second);
    await second.has('d');
    expect(second.contents().slice(-2)).toEqual(['c', 'd']);
    expect(second.contents()).not.toContain('a');
    expect(second.events[0]?.event.isBeginning).toBe(false);
  });

  it('begins anew when no place was given', async () => {
    const [first, second] = [new Diary(), new Diary()];
    first.commits = false;
    await say('lobby', 'a', 'b');
    const reading = await read(first);
    await first.has('b');
    await reading.close();
    await read(second);
    await second.has('a', 'b');
    expect(second.contents()).toEqual(['a', 'b']);
  });

  it('tells nothing more of a part while its reader is busy with it, and nothing once it is closed', async () => {
    const diary = new Diary();
    let busy = 0;
    const take = diary.take.bind(diary);
    diary.take = async (part, events) => {
      busy += 1;
      expect(busy).toBe(1);
      const place = await take(part, events);
      await new Promise((resolve) => setImmediate(resolve));
      busy -= 1;
      return place;
    };
    const reading = await read(diary);
    await say('lobby', ...Array.from({ length: 50 }, (_, index) => `m${index}`));
    await diary.has('m49');
    await reading.close();
    expect(diary.said.filter((line) => line.startsWith('begin')).length).toBeGreaterThan(0);
    expect(diary.parts.size).toBe(0);
    await say('lobby', 'late');
    expect(diary.contents()).not.toContain('late');
  });

  it('tells it again to a reader that waits for something', async () => {
    const diary = new Diary();
    let tries = 0;
    const take = diary.take.bind(diary);
    diary.take = (part, events) => {
      tries += 1;
      return tries < 3 ? Promise.reject(new Outage('a database is away')) : take(part, events);
    };
    await say('lobby', 'a');
    await read(diary);
    await diary.has('a');
    expect(tries).toBeGreaterThanOrEqual(3);
  });
}
