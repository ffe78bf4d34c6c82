import type { Lane } from './event.js';
import { EventLogUnavailable } from './event-store.js';
import { InMemoryCheckpointStore } from './in-memory/in-memory-checkpoint-store.js';
import { InMemoryDeadLetters } from './in-memory/in-memory-dead-letters.js';
import { InMemoryEventLog } from './in-memory/in-memory-event-log.js';
import { PatientHandling } from './patient-handling.js';
import { runBatches, type BatchRun } from './run-batches.js';
import { noted, type Noted } from './testing/index.js';
import { NoPauses } from './testing/no-pauses.js';
import { undecodable } from './undecodable.js';

const lane: Lane = { category: 'room', entity: 'lobby', name: 'talk' };

const setUp = async (...notes: string[]) => {
  const log = new InMemoryEventLog<Noted>();
  const append = async (...more: string[]) => {
    for (const note of more) await log.append(lane, noted(note));
  };
  await append(...notes);
  const checkpoints = new InMemoryCheckpointStore();
  const letters = new InMemoryDeadLetters();
  const told: string[] = [];
  const handling = await PatientHandling.begin({
    ...{ consumer: 'writer', epoch: log.epoch, deadLetters: letters, pauses: new NoPauses() },
    news: {
      onWaiting: (cause) => told.push(`waiting: ${(cause as Error).message}`),
      onBuried: ({ position }, { reason, tries }) => told.push(`buried ${position} after ${tries}: ${reason}`),
    },
  });
  const subscribe = async () =>
    log.subscribe({ category: 'room', lanes: ['talk'], after: await checkpoints.load('writer') });
  /** Over what is stored, from the checkpoint, and ends. */
  const run = async (handle: Batches['handle'], others: Partial<BatchRun<Noted>> = {}) => {
    const subscription = await subscribe();
    void subscription.caughtUp.then(() => subscription.close());
    await runBatches({ subscription, reactor: { name: 'writer', handle }, checkpoints, handling, ...others });
  };
  return { log, append, checkpoints, letters, told, handling, subscribe, run };
};

interface Batches {
  readonly handle: BatchRun<Noted>['reactor']['handle'];
  /** The notes of each call. */
  readonly tried: string[][];
  /** Of the calls that did not fail. */
  readonly done: string[];
}

/** Remembers what it was given; `failing` tells what goes wrong with it. */
const batches = (failing: (notes: string[], call: number) => Error | undefined = () => undefined): Batches => {
  const tried: string[][] = [];
  const done: string[] = [];
  return {
    tried,
    done,
    handle: (batch) => {
      const notes = batch.map(({ event }) => event.note);
      tried.push(notes);
      const failure = failing(notes, tried.length);
      if (failure) return Promise.reject(failure);
      done.push(...notes);
      return Promise.resolve();
    },
  };
};

const aPoison = (notes: string[]) => (notes.includes('poison') ? new TypeError('cannot be written') : undefined);

describe('a run of batches', () => {
  it('handles every event once, in order, and remembers how far it has come', async () => {
    const { run, append, checkpoints } = await setUp('a', 'b', 'c');
    const { done, handle } = batches();
    await run(handle);
    expect([done, await checkpoints.load('writer')]).toEqual([['a', 'b', 'c'], 3]);
    await append('d');
    await run(handle);
    expect([done, await checkpoints.load('writer')]).toEqual([['a', 'b', 'c', 'd'], 4]);
  });

  it('takes what has gathered while a batch was in hand as the next one, up to a limit', async () => {
    const { append, subscribe, checkpoints, handling } = await setUp('first');
    let go: () => void = () => undefined;
    let begun: () => void = () => undefined;
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const gate = new Promise<void>((resolve) => (go = resolve));
    const sizes: number[] = [];
    const subscription = await subscribe();
    const running = runBatches<Noted>({
      ...{ subscription, checkpoints, handling, most: 4 },
      reactor: {
        name: 'writer',
        handle: async (batch) => {
          sizes.push(batch.length);
          begun();
          await gate;
          if (batch.at(-1)?.event.note === '9') await subscription.close();
        },
      },
    });
    await hasBegun;
    await append(...Array.from({ length: 10 }, (_, n) => String(n)));
    go();
    await running;
    expect(sizes[0]).toBe(1);
    expect(Math.max(...sizes)).toBe(4);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(11);
  });

  it('checkpoints after the effect: a crash in between brings the batch again', async () => {
    const { run, checkpoints } = await setUp('a', 'b');
    const { tried, handle } = batches();
    const crash = { save: () => Promise.reject(new Error('crash')) };
    await expect(run(handle, { checkpoints: crash })).rejects.toThrow('crash');
    expect(await checkpoints.load('writer')).toBe(0);
    await run(handle);
    expect(tried.flat()).toEqual(expect.arrayContaining(['a', 'b']));
    expect(tried.flat().filter((note) => note === 'a')).toHaveLength(2);
    expect(await checkpoints.load('writer')).toBe(2);
  });

  it('waits for what is away, and tells so once; nothing is buried', async () => {
    const { run, told, letters, checkpoints } = await setUp('a', 'b', 'c');
    const { done, handle } = batches((_, call) => (call <= 5 ? new EventLogUnavailable('away') : undefined));
    await run(handle);
    expect(done).toEqual(['a', 'b', 'c']);
    expect(told).toEqual(['waiting: away']);
    expect((await letters.list({ limit: 9 })).items).toEqual([]);
    expect(await checkpoints.load('writer')).toBe(3);
  });

  it('waits as well for a checkpoint that can not be saved now', async () => {
    const { run, told, checkpoints } = await setUp('a');
    const { tried, handle } = batches();
    let away = 2;
    const save = (name: string, position: number) => {
      away -= 1;
      return away < 0 ? checkpoints.save(name, position) : Promise.reject(new EventLogUnavailable('away'));
    };
    await run(handle, { checkpoints: { save } });
    expect([tried, told, await checkpoints.load('writer')]).toEqual([[['a']], ['waiting: away'], 1]);
  });

  it('buries what fails by itself, and nothing else of its batch', async () => {
    const { run, told, letters, checkpoints } = await setUp('a', 'poison', 'b', 'c');
    const { done, handle } = batches(aPoison);
    await run(handle);
    expect(done).toEqual(['a', 'b', 'c']);
    expect(told).toEqual(['buried 2 after 3: TypeError: cannot be written']);
    expect((await letters.list({ limit: 9 })).items).toMatchObject([{ consumer: 'writer', position: 2 }]);
    expect(await checkpoints.load('writer')).toBe(4);
  });

  it('tries what was buried once more when it comes again, and digs it up if that works', async () => {
    const { run, checkpoints, letters } = await setUp('a', 'poison', 'b');
    await run(batches(aPoison).handle);
    await checkpoints.reset('writer');
    const { done, tried, handle } = batches();
    await run(handle);
    expect(done).toEqual(['a', 'poison', 'b']);
    expect(tried).toContainEqual(['poison']);
    expect((await letters.list({ limit: 9 })).items).toEqual([]);
  });

  it('keeps the order around what is no event, which is buried unseen', async () => {
    const { log, append, run, told } = await setUp('a');
    await log.append(lane, undecodable('not JSON') as never);
    await append('b');
    const { done, handle } = batches();
    await run(handle);
    expect([done, told]).toEqual([['a', 'b'], ['buried 2 after 1: not JSON']]);
  });

  it('that is stopped during an outage ends, and comes again to what was not done', async () => {
    const { run, handling, checkpoints } = await setUp('a');
    const { tried, handle } = batches(() => {
      handling.stop();
      return new EventLogUnavailable('away');
    });
    await run(handle);
    expect([tried, await checkpoints.load('writer')]).toEqual([[['a']], 0]);
  });

  it('fails with its subscription, once everything that came before is done', async () => {
    const { subscribe, checkpoints, handling } = await setUp('a', 'b');
    const inner = await subscribe();
    const { done, handle } = batches();
    const subscription = {
      caughtUp: inner.caughtUp,
      close: () => inner.close(),
      async *[Symbol.asyncIterator]() {
        for await (const recorded of inner) {
          yield recorded;
          if (recorded.position === 2) throw new Error('the log is gone for good');
        }
      },
    };
    const running = runBatches<Noted>({ subscription, reactor: { name: 'writer', handle }, checkpoints, handling });
    await expect(running).rejects.toThrow('gone for good');
    expect([done, await checkpoints.load('writer')]).toEqual([['a', 'b'], 2]);
  });
});
