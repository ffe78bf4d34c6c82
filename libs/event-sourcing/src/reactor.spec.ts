import type { Lane } from './event.js';
import { InMemoryCheckpointStore } from './in-memory/in-memory-checkpoint-store.js';
import { InMemoryDeadLetters } from './in-memory/in-memory-dead-letters.js';
import { InMemoryEventLog } from './in-memory/in-memory-event-log.js';
import { PatientHandling } from './patient-handling.js';
import { runReactor, type Reactor } from './reactor.js';
import { noted, type Noted } from './testing/index.js';
import { NoPauses } from './testing/no-pauses.js';

const lane: Lane = { category: 'room', entity: 'lobby', name: 'talk' };

const setUp = async (...notes: string[]) => {
  const log = new InMemoryEventLog<Noted>();
  for (const note of notes) await log.append(lane, noted(note));
  const checkpoints = new InMemoryCheckpointStore();
  const letters = new InMemoryDeadLetters();
  const pauses = new NoPauses();
  const news = { onWaiting: () => undefined, onBuried: () => undefined };
  const run = async (reactor: Reactor<Noted>, maxTries = 3) => {
    const after = await checkpoints.load(reactor.name);
    const subscription = await log.subscribe({ category: 'room', lanes: ['talk'], after });
    void subscription.caughtUp.then(() => subscription.close());
    const handling = await PatientHandling.begin({
      ...{ consumer: reactor.name, epoch: log.epoch, deadLetters: letters, maxTries, pauses, news },
    });
    await runReactor({ subscription, reactor, checkpoints, handling });
  };
  return { checkpoints, pauses, letters, run };
};

/** Fails so many times on each event of that name, then reacts. */
const reactorFailing = (name: string, times: number) => {
  const tried: string[] = [];
  let left = times;
  const reactor: Reactor<Noted> = {
    name: 'mailer',
    react: ({ event }) => {
      tried.push(event.note);
      if (event.note !== name || left === 0) return Promise.resolve();
      left -= 1;
      return Promise.reject(new Error('no mail today'));
    },
  };
  return { tried, reactor };
};

describe('a reactor', () => {
  it('reacts to every event and remembers how far it has come', async () => {
    const { run, checkpoints, pauses } = await setUp('a', 'b');
    const { tried, reactor } = reactorFailing('none', 0);
    await run(reactor);
    await run(reactor);
    expect(tried).toEqual(['a', 'b']);
    expect(await checkpoints.load('mailer')).toBe(2);
    expect(pauses.waits).toEqual([]);
  });

  it('tries again what failed, with a wait before each retry, and then goes on', async () => {
    const { run, pauses, letters } = await setUp('a', 'b', 'c');
    const { tried, reactor } = reactorFailing('b', 2);
    await run(reactor);
    expect(tried).toEqual(['a', 'b', 'b', 'b', 'c']);
    expect(pauses.waits).toEqual([1, 2]);
    expect((await letters.list({ limit: 9 })).items).toEqual([]);
  });

  it('buries after so many tries, and goes on', async () => {
    const { run, pauses, letters, checkpoints } = await setUp('a', 'b', 'c');
    const { tried, reactor } = reactorFailing('b', 10);
    await run(reactor);
    expect(tried).toEqual(['a', 'b', 'b', 'b', 'c']);
    expect(pauses.waits).toEqual([1, 2]);
    expect((await letters.list({ limit: 9 })).items).toMatchObject([
      { consumer: 'mailer', position: 2, reason: 'Error: no mail today', tries: 3 },
    ]);
    expect(await checkpoints.load('mailer')).toBe(3);
  });

  it('does not wait at all when it has one try', async () => {
    const { run, pauses, letters } = await setUp('a');
    const { reactor } = reactorFailing('a', 1);
    await run(reactor, 1);
    expect(pauses.waits).toEqual([]);
    expect((await letters.list({ limit: 9 })).items).toHaveLength(1);
  });
});
