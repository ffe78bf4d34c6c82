import type { Lane } from './event.js';
import { InMemoryCheckpointStore } from './in-memory/in-memory-checkpoint-store.js';
import { InMemoryEventLog } from './in-memory/in-memory-event-log.js';
import { runReactor, type Reactor } from './reactor.js';
import { noted, type Noted } from './testing/index.js';

const lane: Lane = { category: 'room', entity: 'lobby', name: 'talk' };

const setUp = async (...notes: string[]) => {
  const log = new InMemoryEventLog<Noted>();
  for (const note of notes) await log.append(lane, noted(note));
  const checkpoints = new InMemoryCheckpointStore();
  const waits: number[] = [];
  const givenUp: string[] = [];
  const run = async (reactor: Reactor<Noted>, maxTries = 3) => {
    const after = await checkpoints.load(reactor.name);
    const subscription = await log.subscribe({ category: 'room', lanes: ['talk'], after });
    void subscription.caughtUp.then(() => subscription.close());
    await runReactor({
      subscription,
      reactor,
      checkpoints,
      maxTries,
      backOff: (retry) => Promise.resolve(void waits.push(retry)),
      onGivenUp: ({ event }, cause) => Promise.resolve(void givenUp.push(`${event.note}: ${String(cause)}`)),
    });
  };
  return { checkpoints, waits, givenUp, run };
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
    const { run, checkpoints, waits } = await setUp('a', 'b');
    const { tried, reactor } = reactorFailing('none', 0);
    await run(reactor);
    await run(reactor);
    expect(tried).toEqual(['a', 'b']);
    expect(await checkpoints.load('mailer')).toBe(2);
    expect(waits).toEqual([]);
  });

  it('tries again what failed, with a wait before each retry, and then goes on', async () => {
    const { run, waits, givenUp } = await setUp('a', 'b', 'c');
    const { tried, reactor } = reactorFailing('b', 2);
    await run(reactor);
    expect(tried).toEqual(['a', 'b', 'b', 'b', 'c']);
    expect(waits).toEqual([1, 2]);
    expect(givenUp).toEqual([]);
  });

  it('gives up after so many tries, tells it once, and goes on', async () => {
    const { run, waits, givenUp, checkpoints } = await setUp('a', 'b', 'c');
    const { tried, reactor } = reactorFailing('b', 10);
    await run(reactor);
    expect(tried).toEqual(['a', 'b', 'b', 'b', 'c']);
    expect(waits).toEqual([1, 2]);
    expect(givenUp).toEqual(['b: Error: no mail today']);
    expect(await checkpoints.load('mailer')).toBe(3);
  });

  it('does not wait at all when it has one try', async () => {
    const { run, waits, givenUp } = await setUp('a');
    const { reactor } = reactorFailing('a', 1);
    await run(reactor, 1);
    expect(waits).toEqual([]);
    expect(givenUp).toHaveLength(1);
  });

  it('does not pass over an event whose giving up could not be told', async () => {
    const { checkpoints, run } = await setUp('a', 'b');
    const failing: Reactor<Noted> = { name: 'mailer', react: () => Promise.reject(new Error('no mail today')) };
    const log = new InMemoryEventLog<Noted>();
    await log.append(lane, noted('a'));
    const subscription = await log.subscribe({ category: 'room', lanes: ['talk'], after: 0 });
    const broken = runReactor({
      subscription,
      reactor: failing,
      checkpoints,
      maxTries: 1,
      backOff: () => Promise.resolve(),
      onGivenUp: () => Promise.reject(new Error('nobody to tell')),
    });
    await expect(broken).rejects.toThrow('nobody to tell');
    expect(await checkpoints.load('mailer')).toBe(0);
    const { tried, reactor } = reactorFailing('none', 0);
    await run(reactor);
    expect(tried).toEqual(['a', 'b']);
  });
});
