import type { Lane, RecordedEvent } from './event.js';
import { InMemoryDeadLetters } from './in-memory/in-memory-dead-letters.js';
import { InMemoryCommandBus } from './in-memory/in-memory-command-bus.js';
import { InMemoryEventLog } from './in-memory/in-memory-event-log.js';
import type { ReadModel } from './read-model.js';
import { ReadModelKeeper } from './read-model-keeper.js';
import { readModelAddress, serveReadModel } from './read-model-requests.js';
import { noted, type Noted } from './testing/index.js';
import { NoPauses } from './testing/no-pauses.js';
import { undecodable } from './undecodable.js';

const laneOf = (entity: string): Lane => ({ category: 'room', entity, name: 'talk' });

/** Per entity the notes in order; an event behind the last one applied changes nothing, as in our real read models. */
class Notes implements ReadModel<Noted> {
  readonly name = 'notes';
  entities = new Map<string, { last: number; readonly notes: string[] }>();
  /** Events that can't be applied: read by the test's hand. */
  poison = new Set<string>();
  /** Awaited before each event that is applied beside. */
  gate: (recorded: RecordedEvent<Noted>) => Promise<void> = () => Promise.resolve();

  constructor(private readonly log: InMemoryEventLog<Noted>) {}

  apply({ event, lane, position }: RecordedEvent<Noted>): void {
    if (this.poison.has(event.note)) throw new TypeError(`${event.note} is poison`);
    const entity = this.entities.get(lane.entity) ?? { last: 0, notes: [] };
    if (position > entity.last)
      this.entities.set(lane.entity, { last: position, notes: [...entity.notes, event.note] });
  }

  beside() {
    const filling = new Notes(this.log);
    filling.poison = this.poison;
    return {
      filling: {
        name: this.name,
        apply: async (recorded: RecordedEvent<Noted>) => {
          await this.gate(recorded);
          filling.apply(recorded);
        },
      },
      swapIn: () => void (this.entities = filling.entities),
    };
  }

  async refold(entity: string, isBuried: (position: number) => boolean): Promise<void> {
    const fresh = new Notes(this.log);
    fresh.poison = this.poison;
    for (const recorded of await this.log.read([laneOf(entity)])) {
      if (!isBuried(recorded.position)) fresh.apply(recorded);
    }
    const folded = fresh.entities.get(entity);
    if (folded) this.entities.set(entity, folded);
  }

  of(entity: string): readonly string[] {
    return this.entities.get(entity)?.notes ?? [];
  }
}

function setUp(poison: readonly string[] = []) {
  const log = new InMemoryEventLog<Noted>();
  const letters = new InMemoryDeadLetters();
  const model = new Notes(log);
  model.poison = new Set(poison);
  const told: string[] = [];
  const append = async (entity: string, ...notes: string[]) => {
    for (const note of notes) await log.append(laneOf(entity), noted(note));
  };
  const start = () =>
    ReadModelKeeper.start<Noted>({
      ...{ model, source: log, store: log, category: 'room', lanes: ['talk'], deadLetters: letters },
      pauses: new NoPauses(),
      news: {
        onWaiting: () => told.push('waiting'),
        onBuried: ({ position }) => told.push(`buried ${position}`),
        onRebuilt: () => told.push('rebuilt'),
      },
    });
  const idOf = async (position: number) =>
    (await letters.list({ limit: 99 })).items.find((letter) => letter.position === position)?.id ?? 'none';
  return { log, letters, model, told, append, start, idOf };
}

describe('a kept read model', () => {
  it('has everything when it has started, and follows', async () => {
    const { model, append, start } = setUp();
    await append('a', 'one', 'two');
    const keeper = await start();
    expect([model.of('a'), keeper.status()]).toEqual([['one', 'two'], { name: 'notes', position: 2 }]);
    await append('a', 'three');
    expect(await keeper.progress.reaches(3)).toBe(true);
    expect(model.of('a')).toEqual(['one', 'two', 'three']);
    await keeper.stop();
  });

  it('is not stopped by poison, neither at the start nor later', async () => {
    const { log, model, append, start, told } = setUp(['bad']);
    await append('a', 'one', 'bad', 'two');
    const keeper = await start();
    await log.append(laneOf('a'), undecodable('not JSON') as never);
    await append('a', 'bad', 'three');
    await keeper.progress.reaches(6);
    expect(model.of('a')).toEqual(['one', 'two', 'three']);
    expect(told).toEqual(['buried 2', 'buried 4', 'buried 5']);
    await keeper.stop();
  });
});

describe('a rebuild', () => {
  it('fills a new one beside the old, which answers and follows meanwhile, and swaps them in one instant', async () => {
    const { model, append, start, told } = setUp();
    await append('a', 'one', 'two');
    const keeper = await start();
    // The live content is damaged, as by a bug that was mended since.
    model.entities.set('a', { last: 2, notes: ['one', 'damaged'] });
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    let begun: () => void = () => undefined;
    const first = new Promise<void>((resolve) => (begun = resolve));
    model.gate = () => {
      begun();
      return gate;
    };
    const rebuilding = keeper.rebuild();
    expect(keeper.rebuild()).toBe(rebuilding);
    await first;
    expect(keeper.status()).toEqual({ name: 'notes', position: 2, rebuilding: { position: 0, target: 2 } });
    await append('a', 'three');
    expect(await keeper.progress.reaches(3)).toBe(true);
    expect(model.of('a')).toEqual(['one', 'damaged', 'three']);
    open();
    await rebuilding;
    expect(model.of('a')).toEqual(['one', 'two', 'three']);
    expect([keeper.status(), told]).toEqual([{ name: 'notes', position: 3 }, ['rebuilt']]);
    await append('a', 'four');
    await keeper.progress.reaches(4);
    expect(model.of('a')).toEqual(['one', 'two', 'three', 'four']);
    await keeper.stop();
  });

  it('never shows less than what was shown before, while others go on writing', async () => {
    const { model, append, start } = setUp();
    await append('a', ...Array.from({ length: 50 }, (_, n) => String(n)));
    const keeper = await start();
    model.gate = () => new Promise((resolve) => setTimeout(resolve, 0));
    const rebuilding = keeper.rebuild();
    let written = 50;
    let seen = 0;
    while (keeper.status().rebuilding) {
      await append('a', String(written));
      written += 1;
      await new Promise((resolve) => setTimeout(resolve, 0));
      expect(model.of('a').length).toBeGreaterThanOrEqual(seen);
      seen = model.of('a').length;
    }
    await rebuilding;
    expect(await keeper.progress.reaches(written)).toBe(true);
    expect(model.of('a')).toEqual(Array.from({ length: written }, (_, n) => String(n)));
    await keeper.stop();
  });

  it('takes in what was buried and can be applied now, and removes its letter', async () => {
    const { model, append, start, letters } = setUp(['bad']);
    await append('a', 'one', 'bad', 'two');
    const keeper = await start();
    model.poison.clear();
    await keeper.rebuild();
    expect(model.of('a')).toEqual(['one', 'bad', 'two']);
    expect((await letters.list({ limit: 9 })).items).toEqual([]);
    await keeper.stop();
  });

  it('ends with the service', async () => {
    const { model, append, start } = setUp();
    await append('a', 'one');
    const keeper = await start();
    const rebuilding = keeper.rebuild();
    await keeper.stop();
    await rebuilding;
    expect(model.of('a')).toEqual(['one']);
  });
});

describe('a replay', () => {
  it('applies the event in its place, and removes the letter', async () => {
    const { model, append, start, letters, idOf } = setUp(['bad']);
    await append('a', 'one', 'bad', 'two');
    const keeper = await start();
    model.poison.clear();
    expect(await keeper.replay(await idOf(2))).toEqual({ kind: 'replayed' });
    expect(model.of('a')).toEqual(['one', 'bad', 'two']);
    expect((await letters.list({ limit: 9 })).items).toEqual([]);
    await keeper.stop();
  });

  it('that fails again keeps the letter with the new reason, and changes nothing', async () => {
    const { model, append, start, letters, idOf } = setUp(['bad', 'worse']);
    await append('a', 'one', 'bad', 'two', 'worse');
    const keeper = await start();
    const id = await idOf(2);
    expect(await keeper.replay(id)).toEqual({ kind: 'failed', reason: 'TypeError: bad is poison' });
    expect(await letters.find(id)).toMatchObject({ tries: 4, reason: 'TypeError: bad is poison' });
    expect(model.of('a')).toEqual(['one', 'two']);
    model.poison = new Set(['worse']);
    // The other letter of the same room does not stand in the way.
    expect(await keeper.replay(id)).toEqual({ kind: 'replayed' });
    expect(model.of('a')).toEqual(['one', 'bad', 'two']);
    await keeper.stop();
  });

  it('of what is no letter of its own is unknown, and of another log fails', async () => {
    const { start, letters } = setUp();
    const keeper = await start();
    const burial = { epoch: 'memory', position: 1, lane: laneOf('a'), reason: 'no', tries: 1 };
    const others = await letters.bury({ ...burial, consumer: 'others' });
    for (const id of [others, 'nonsense']) expect(await keeper.replay(id)).toEqual({ kind: 'unknown' });
    const foreign = await letters.bury({ ...burial, consumer: 'notes', epoch: 'former' });
    const gone = await letters.bury({ ...burial, consumer: 'notes' });
    expect(await keeper.replay(foreign)).toMatchObject({ reason: expect.stringContaining('another log') as string });
    expect(await keeper.replay(gone)).toMatchObject({ reason: expect.stringContaining('does not keep') as string });
    await keeper.stop();
  });
});

it('an operator asks over the bus', async () => {
  const { append, start, idOf, model } = setUp(['bad']);
  await append('a', 'bad');
  const keeper = await start();
  const bus = new InMemoryCommandBus();
  const serving = serveReadModel(bus, keeper);
  expect(await bus.request(readModelAddress('notes', 'status'), {})).toEqual({ name: 'notes', position: 1 });
  model.poison.clear();
  const replay = bus.request(readModelAddress('notes', 'replay'), { id: await idOf(1) });
  expect(await replay).toEqual({ kind: 'replayed' });
  expect(await bus.request(readModelAddress('notes', 'rebuild'), {})).toMatchObject({ rebuilding: { target: 1 } });
  await keeper.rebuild();
  serving.close();
  await keeper.stop();
});
