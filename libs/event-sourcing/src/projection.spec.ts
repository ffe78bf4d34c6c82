import type { CheckpointStore } from './checkpoint-store.js';
import type { Lane } from './event.js';
import { InMemoryCheckpointStore } from './in-memory/in-memory-checkpoint-store.js';
import { InMemoryEventLog } from './in-memory/in-memory-event-log.js';
import { runProjection, type Projection, type ProjectionRun } from './projection.js';
import { noted, type Noted } from './testing/index.js';

const lane: Lane = { category: 'room', entity: 'lobby', name: 'talk' };

const setUp = async (...notes: string[]) => {
  const log = new InMemoryEventLog<Noted>();
  for (const note of notes) await log.append(lane, noted(note));
  const checkpoints = new InMemoryCheckpointStore();
  const poison: string[] = [];
  /** Runs over what is stored, from the checkpoint, and ends. */
  const run = async (projection: Projection<Noted>, others: Partial<ProjectionRun<Noted>> = {}) => {
    const after = await checkpoints.load(projection.name);
    const subscription = await log.subscribe({ category: 'room', lanes: ['talk'], after });
    void subscription.caughtUp.then(() => subscription.close());
    await runProjection({
      subscription,
      projection,
      checkpoints,
      onPoison: ({ event }, cause) => void poison.push(`${event.note}: ${String(cause)}`),
      ...others,
    });
  };
  return { log, checkpoints, poison, run };
};

/** A read model: what was applied, by position, so that applying twice changes nothing. */
const readModel = () => {
  const model = new Map<number, string>();
  const applied: string[] = [];
  const projection: Projection<Noted> = {
    name: 'notes',
    apply: ({ event, position }) => {
      applied.push(event.note);
      if (event.note === 'poison') throw new TypeError('cannot be applied');
      model.set(position, event.note);
    },
  };
  return { model, applied, projection };
};

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

  it('tells once about an event that cannot be applied, and passes it over', async () => {
    const { run, poison, checkpoints } = await setUp('a', 'poison', 'c');
    const { model, projection } = readModel();
    await run(projection);
    await run(projection);
    expect([...model.values()]).toEqual(['a', 'c']);
    expect(poison).toEqual(['poison: TypeError: cannot be applied']);
    expect(await checkpoints.load('notes')).toBe(3);
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
