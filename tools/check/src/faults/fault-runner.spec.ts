import { Random } from '../random.js';
import { Story } from '../story.js';
import { FaultRunner } from './fault-runner.js';
import { Recovery } from './recovery.js';

const done = () => Promise.resolve(true);
const target = { resolve: (name: string) => Promise.resolve(name), kill: done, signal: done };

/** Two kills, the second one after all is well again. */
const runnerUntil = (endsAt: number, recovery: Recovery) =>
  new FaultRunner({
    ...{ target, recovery, endsAt, story: new Story(), random: new Random('a'), signal: new AbortController().signal },
    faults: [
      { at: 0, do: 'kill', target: 'rooms', overlaps: false },
      { at: 0, do: 'kill', target: 'messages', overlaps: false },
    ],
    cut: () => 0,
    ailment: () => Promise.resolve(undefined),
  });

describe('who does the harm', () => {
  it('waits until each room is served again before it does more', async () => {
    const recovery = new Recovery(['lobby']);
    const served = setInterval(() => recovery.accepted({ roomId: 'lobby', sentAt: 1e6, at: 1e6 }), 10);
    const runner = runnerUntil(60_000, recovery);
    await runner.run(0);
    clearInterval(served);
    expect([...runner.done.keys()]).toEqual(['kill rooms', 'kill messages']);
    expect(runner.notHealed).toEqual([]);
  });

  it('does not wait for a room in which nobody speaks any more, and leaves it to the closing', async () => {
    const recovery = new Recovery(['lobby']);
    const runner = runnerUntil(100, recovery);
    await runner.run(0);
    expect([...runner.done.keys()]).toEqual(['kill rooms']);
    expect([runner.notHealed, recovery.open]).toEqual([[], ['kill rooms: lobby']]);
  });
});
