import { accept, reject, unchanged, type Decider } from './decider.js';
import type { EventStore, Guard } from './event-store.js';
import type { Lane, RecordedEvent } from './event.js';
import { fold, unfolded, type Folded } from './fold.js';
import { CommandContention, handleCommand, type CommandHandling } from './handle-command.js';
import { InMemoryEventLog } from './in-memory/in-memory-event-log.js';

/** A till from which nobody may take more than is in it. */
type TillEvent = { readonly type: 'PaidIn' | 'TakenOut'; readonly amount: number };
type TillCommand = { readonly type: 'PayIn' | 'TakeOut'; readonly amount: number };

const till: Decider<number, TillCommand, TillEvent, 'not enough'> = {
  initialState: 0,
  decide: ({ type, amount }, balance) => {
    if (amount === 0) return unchanged;
    if (type === 'PayIn') return accept({ type: 'PaidIn', amount });
    return amount > balance ? reject('not enough') : accept({ type: 'TakenOut', amount });
  },
  evolve: (balance, { event }) => (event.type === 'PaidIn' ? balance + event.amount : balance - event.amount),
};

const lane: Lane = { category: 'till', entity: 'front', name: 'money' };
const other: Lane = { ...lane, name: 'notes' };

type Handling = CommandHandling<number, TillCommand, TillEvent, 'not enough'>;

const setUp = async (paidIn = 0) => {
  const log = new InMemoryEventLog<TillEvent>();
  if (paidIn > 0) await log.append(lane, { type: 'PaidIn', amount: paidIn });
  const loads: (Guard | undefined)[] = [];
  const read = async (): Promise<Folded<number>> => {
    let folded: Folded<number> = unfolded(till);
    for (const recorded of await log.read([lane])) folded = fold(till.evolve, folded, recorded);
    return folded;
  };
  const load = (atLeast?: Guard) => {
    loads.push(atLeast);
    return read();
  };
  const handling: Handling = { decider: till, store: log, load, place: () => ({ lane, guardedBy: lane }) };
  const balance = async () => (await read()).state;
  return { log, loads, handling, balance, read };
};

/** A store in which somebody else is faster: before each of the first `times` appends another one lands. */
const contended = (log: InMemoryEventLog<TillEvent>, times: number): Pick<EventStore<TillEvent>, 'append'> => {
  let left = times;
  return {
    append: async (...append) => {
      if (left > 0) {
        left -= 1;
        await log.append(lane, { type: 'PaidIn', amount: 1 });
      }
      return log.append(...append);
    },
  };
};

describe('handling a command', () => {
  it('stores the event that was decided', async () => {
    const { log, handling, loads } = await setUp(10);
    const outcome = await handleCommand({ type: 'TakeOut', amount: 4 }, handling);
    expect(outcome).toEqual({ kind: 'stored', event: { type: 'TakenOut', amount: 4 }, position: 2, duplicate: false });
    expect((await log.readAt(2))?.event).toEqual({ type: 'TakenOut', amount: 4 });
    expect(loads).toEqual([undefined]);
  });

  it('stores nothing when the command is rejected', async () => {
    const { log, handling } = await setUp(10);
    const outcome = await handleCommand({ type: 'TakeOut', amount: 11 }, handling);
    expect(outcome).toEqual({ kind: 'rejected', rejection: 'not enough' });
    expect(await log.read([lane])).toHaveLength(1);
  });

  it('stores nothing when nothing changes', async () => {
    const { log, handling } = await setUp(10);
    expect(await handleCommand({ type: 'PayIn', amount: 0 }, handling)).toEqual({ kind: 'unchanged' });
    expect(await log.read([lane])).toHaveLength(1);
  });

  it('after a conflict asks for the news up to what the guard found, and decides again', async () => {
    const { log, handling, loads } = await setUp(10);
    const outcome = await handleCommand({ type: 'TakeOut', amount: 11 }, { ...handling, store: contended(log, 0) });
    expect(outcome.kind).toBe('rejected');
    const store = contended(log, 1);
    expect(await handleCommand({ type: 'TakeOut', amount: 10 }, { ...handling, store })).toMatchObject({ position: 3 });
    expect(loads).toEqual([undefined, undefined, { lane, position: 2 }]);
  });

  it('rejects what the news forbid', async () => {
    const { log, handling, balance } = await setUp(10);
    const store: Handling['store'] = {
      append: async (...append) => {
        if ((await balance()) === 10) await log.append(lane, { type: 'TakenOut', amount: 8 });
        return log.append(...append);
      },
    };
    const outcome = await handleCommand({ type: 'TakeOut', amount: 5 }, { ...handling, store });
    expect(outcome).toEqual({ kind: 'rejected', rejection: 'not enough' });
    expect(await balance()).toBe(2);
  });

  it('is guarded by the lane that it names, not by the lane it stores on', async () => {
    const { log, handling } = await setUp(10);
    await log.append(other, { type: 'PaidIn', amount: 0 });
    const place = () => ({ lane: other, guardedBy: lane });
    const outcome = await handleCommand({ type: 'PayIn', amount: 1 }, { ...handling, place });
    expect(outcome).toMatchObject({ kind: 'stored', position: 3 });
    expect((await log.readAt(3))?.lane).toEqual(other);
  });

  it('gives up after so many conflicts, with nothing stored', async () => {
    const { log, handling, loads } = await setUp(10);
    const contention = handleCommand(
      { type: 'TakeOut', amount: 1 },
      { ...handling, store: contended(log, 3), maxAttempts: 3 },
    );
    await expect(contention).rejects.toBeInstanceOf(CommandContention);
    expect(loads).toHaveLength(3);
    expect((await log.read([lane])).filter(({ event }) => event.type === 'TakenOut')).toEqual([]);
  });

  it('wins the last attempt that it has', async () => {
    const { log, handling } = await setUp(10);
    const outcome = handleCommand(
      { type: 'TakeOut', amount: 1 },
      { ...handling, store: contended(log, 2), maxAttempts: 3 },
    );
    await expect(outcome).resolves.toMatchObject({ kind: 'stored' });
  });

  it('stores a resend once', async () => {
    const { log, handling } = await setUp(10);
    const once = { ...handling, idempotencyKey: 'resend' };
    const first = await handleCommand({ type: 'TakeOut', amount: 4 }, once);
    const second = await handleCommand({ type: 'TakeOut', amount: 4 }, once);
    expect([first, second]).toMatchObject([
      { position: 2, duplicate: false },
      { position: 2, duplicate: true },
    ]);
    expect(await log.read([lane])).toHaveLength(2);
  });

  it('never lets two win who may not both: ten want the last coin at once', async () => {
    const { handling, balance } = await setUp(1);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => handleCommand({ type: 'TakeOut', amount: 1 }, { ...handling, maxAttempts: 20 })),
    );
    expect(outcomes.filter(({ kind }) => kind === 'stored')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'rejected')).toHaveLength(9);
    expect(await balance()).toBe(0);
  });
});

describe('folding', () => {
  const recorded = (position: number, name: string, amount: number): RecordedEvent<TillEvent> => ({
    event: { type: 'PaidIn', amount },
    lane: { ...lane, name },
    position,
    recordedAt: 0,
  });
  const add = (folded: Folded<number>, event: RecordedEvent<TillEvent>) => fold(till.evolve, folded, event);

  it('keeps how far each lane is folded', () => {
    const folded = [recorded(1, 'money', 5), recorded(2, 'notes', 7), recorded(4, 'money', 1)].reduce(
      add,
      unfolded(till),
    );
    expect(folded).toEqual({ state: 13, positions: { money: 4, notes: 2 } });
  });

  it('changes nothing by what was folded before', () => {
    const folded = [recorded(1, 'money', 5), recorded(4, 'money', 1)].reduce(add, unfolded(till));
    expect(add(folded, recorded(4, 'money', 1))).toBe(folded);
    expect(add(folded, recorded(1, 'money', 5))).toBe(folded);
    expect(add(folded, recorded(2, 'notes', 7)).state).toBe(13);
  });
});
