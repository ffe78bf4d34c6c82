import type { CheckpointStore } from './checkpoint-store.js';
import type { DeadLetters } from './dead-letters.js';
import type { Lane, RecordedEvent } from './event.js';
import { EventLogUnavailable } from './event-store.js';
import { InMemoryCheckpointStore } from './in-memory/in-memory-checkpoint-store.js';
import { InMemoryDeadLetters } from './in-memory/in-memory-dead-letters.js';
import { InMemoryEventLog } from './in-memory/in-memory-event-log.js';
import { PatientHandling } from './patient-handling.js';
import { runProjection, type Projection, type ProjectionRun } from './projection.js';
import { noted, type Noted } from './testing/index.js';
import { NoPauses } from './testing/no-pauses.js';
import { undecodable } from './undecodable.js';

const lane: Lane = { category: 'room', entity: 'lobby', name: 'talk' };

const setUp = async (...notes: string[]) => {
  const log = new InMemoryEventLog<Noted>();
  for (const note of notes) await log.append(lane, noted(note));
  const checkpoints = new InMemoryCheckpointStore();
  const letters = new InMemoryDeadLetters();
  const pauses = new NoPauses();
  const told: string[] = [];
  const handlingOf = (deadLetters: DeadLetters = letters) =>
    PatientHandling.begin({
      ...{ consumer: 'notes', epoch: log.epoch, deadLetters, pauses },
      news: {
        onWaiting: (cause) => told.push(`waiting: ${(cause as Error).message}`),
        onBuried: ({ position }, { reason, tries }) => told.push(`buried ${position} after ${tries}: ${reason}`),
      },
    });
  /** Runs over what is stored, from the checkpoint, and ends. */
  const run = async (projection: Projection<Noted>, others: Partial<ProjectionRun<Noted>> = {}) => {
    const after = await checkpoints.load(projection.name);
    const subscription = await log.subscribe({ category: 'room', lanes: ['talk'], after });
    void subscription.caughtUp.then(() => subscription.close());
    await runProjection({ subscription, projection, checkpoints, handling: await handlingOf(), ...others });
  };
  return { log, checkpoints, letters, pauses, told, handlingOf, run };
};

/** A read model: what was applied, by position, so that applying twice changes nothing. */
const readModel = (failing: (note: string, attempt: number) => Error | undefined = () => undefined) => {
  const model = new Map<number, string>();
  const applied: string[] = [];
  const passedOver: number[] = [];
  const projection: Projection<Noted> = {
    name: 'notes',
    apply: ({ event, position }) => {
      applied.push(event.note);
      const failure = failing(event.note, applied.filter((note) => note === event.note).length);
      if (failure) throw failure;
      model.set(position, event.note);
    },
    passOver: ({ position }) => void passedOver.push(position),
  };
  return { model, applied, passedOver, projection };
};

const poison = (note: string) => (note === 'poison' ? new TypeError('cannot be applied') : undefined);

describe('a projection', () => {
  it('applies every event and remembers how far it has come', async () => {
    const { run, checkpoints } = await setUp('a', 'b', 'c');
    const { model, projection } = readModel();
    await run(projection);
    expect([...model.values()]).toEqual(['a', 'b', 'c']);
    expect(await checkpoints.load('notes')).toBe(3);
  });

  it('goes on after its checkpoint', async () => {
    const { run, log } = await setUp('a', 'b');
    const { applied, projection } = readModel();
    await run(projection);
    await log.append(lane, noted('c'));
    await run(projection);
    expect(applied).toEqual(['a', 'b', 'c']);
  });

  it('checkpoints after the effect: a crash in between applies the event again', async () => {
    const { run, checkpoints } = await setUp('a', 'b', 'c');
    const { applied, model, projection } = readModel();
    const crashing: CheckpointStore = {
      load: (name) => checkpoints.load(name),
      reset: (name) => checkpoints.reset(name),
      save: (name, position) =>
        position === 2 ? Promise.reject(new Error('crash')) : checkpoints.save(name, position),
    };
    await expect(run(projection, { checkpoints: crashing })).rejects.toThrow('crash');
    expect(applied).toEqual(['a', 'b']);
    expect(await checkpoints.load('notes')).toBe(1);
    await run(projection);
    expect(applied).toEqual(['a', 'b', 'b', 'c']);
    expect([...model.values()]).toEqual(['a', 'b', 'c']);
  });

  it('waits for an effect that takes its time before it checkpoints', async () => {
    const { run, checkpoints } = await setUp('a', 'b');
    const seen: number[] = [];
    await run({
      name: 'slow',
      apply: async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        seen.push(await checkpoints.load('slow'));
      },
    });
    expect(seen).toEqual([0, 1]);
  });

  it('gives the same read model when it is rebuilt', async () => {
    const { run, checkpoints } = await setUp('a', 'b', 'c');
    const [live, rebuilt] = [readModel(), readModel()];
    await run(live.projection);
    await checkpoints.reset('notes');
    await run(rebuilt.projection);
    expect(rebuilt.model).toEqual(live.model);
  });
});

describe('an event that cannot be applied', () => {
  it('is tried three times with growing pauses, buried with its reason, and passed over', async () => {
    const { run, letters, checkpoints, pauses, told } = await setUp('a', 'poison', 'c');
    const { model, applied, passedOver, projection } = readModel(poison);
    await run(projection);
    expect(applied).toEqual(['a', 'poison', 'poison', 'poison', 'c']);
    expect(pauses.waits).toEqual([1, 2]);
    expect([...model.values()]).toEqual(['a', 'c']);
    expect(passedOver).toEqual([2]);
    expect(await checkpoints.load('notes')).toBe(3);
    expect((await letters.list({ limit: 9 })).items).toMatchObject([
      { consumer: 'notes', epoch: 'memory', position: 2, lane, reason: 'TypeError: cannot be applied', tries: 3 },
    ]);
    expect(told).toEqual(['buried 2 after 3: TypeError: cannot be applied']);
  });

  it('that works at the second try is not buried', async () => {
    const { run, letters } = await setUp('a', 'shy', 'c');
    const { model, projection } = readModel((note, attempt) =>
      note === 'shy' && attempt === 1 ? new Error('not now') : undefined,
    );
    await run(projection);
    expect([...model.values()]).toEqual(['a', 'shy', 'c']);
    expect((await letters.list({ limit: 9 })).items).toEqual([]);
  });

  it('that was buried before is tried once when the log is read again, and buried once', async () => {
    const { run, letters, told, checkpoints } = await setUp('poison', 'b');
    await run(readModel(poison).projection);
    const [letter] = (await letters.list({ limit: 9 })).items;
    await checkpoints.reset('notes');
    const again = readModel(poison);
    await run(again.projection);
    expect(again.applied).toEqual(['poison', 'b']);
    expect(again.passedOver).toEqual([1]);
    expect((await letters.list({ limit: 9 })).items).toEqual([letter]);
    expect(told).toHaveLength(1);
  });

  it('is dug up by a later version that can apply it', async () => {
    const { run, letters, checkpoints } = await setUp('poison', 'b');
    await run(readModel(poison).projection);
    await checkpoints.reset('notes');
    const mended = readModel();
    await run(mended.projection);
    expect([...mended.model.values()]).toEqual(['poison', 'b']);
    expect((await letters.list({ limit: 9 })).items).toEqual([]);
  });

  it('because it is no event at all is not even tried', async () => {
    const { run, log, letters, pauses } = await setUp('a');
    await log.append(lane, undecodable('not JSON') as never);
    await log.append(lane, noted('c'));
    const { model, applied, passedOver, projection } = readModel();
    await run(projection);
    expect(applied).toEqual(['a', 'c']);
    expect([...model.values()]).toEqual(['a', 'c']);
    expect(passedOver).toEqual([2]);
    expect(pauses.waits).toEqual([]);
    expect((await letters.list({ limit: 9 })).items).toMatchObject([{ position: 2, reason: 'not JSON', tries: 1 }]);
  });
});

describe('an outage', () => {
  it('is waited for, however long, and buries nothing', async () => {
    const { run, letters, told, pauses } = await setUp('a', 'b');
    const { model, projection } = readModel((note, attempt) =>
      note === 'b' && attempt < 20 ? new EventLogUnavailable('the store is away') : undefined,
    );
    await run(projection);
    expect([...model.values()]).toEqual(['a', 'b']);
    expect((await letters.list({ limit: 9 })).items).toEqual([]);
    expect(pauses.waits).toHaveLength(19);
    expect(told).toEqual(['waiting: the store is away']);
  });

  it('of the dead letters holds the checkpoint back until the event is buried', async () => {
    const { run, letters, checkpoints, handlingOf } = await setUp('poison', 'b');
    const seen: number[] = [];
    let refusals = 5;
    const flaky: DeadLetters = {
      find: (id) => letters.find(id),
      list: (query) => letters.list(query),
      remove: (id) => letters.remove(id),
      bury: async (burial) => {
        seen.push(await checkpoints.load('notes'));
        if (refusals-- > 0) throw new EventLogUnavailable('no letters now');
        return letters.bury(burial);
      },
    };
    const { model, projection } = readModel(poison);
    await run(projection, { handling: await handlingOf(flaky) });
    expect(seen).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...model.values()]).toEqual(['b']);
    expect((await letters.list({ limit: 9 })).items).toHaveLength(1);
  });

  it('can be stopped waiting for: the event comes again at the next start', async () => {
    const { run, handlingOf, checkpoints } = await setUp('a', 'b');
    const handling = await handlingOf();
    const stopping: Projection<Noted> = {
      name: 'notes',
      apply: ({ event }: RecordedEvent<Noted>) => {
        if (event.note === 'a') return;
        handling.stop();
        throw new EventLogUnavailable('the store is away');
      },
    };
    await run(stopping, { handling });
    expect(await checkpoints.load('notes')).toBe(1);
  });
});
