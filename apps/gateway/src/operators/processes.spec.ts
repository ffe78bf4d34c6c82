import { channels, SILENCE_MS, type ProcessReport } from '@noroshi/domain';
import { InMemoryBroadcast } from '@noroshi/event-sourcing';
import { Processes } from './processes.js';

const host = { name: 'host', processors: 2, load: 0.5, memory: 8, memoryUsed: 4 };
const open: Processes[] = [];
afterEach(() => {
  for (const processes of open.splice(0)) processes.close();
});

/** Others to be heard, and a clock that moves when it is told. */
async function scene() {
  const broadcast = new InMemoryBroadcast();
  let [now, hears] = [1_000_000, true];
  const processes = await Processes.begin({ broadcast, canHear: () => hears, now: () => now });
  open.push(processes);
  return {
    names: () => processes.list().map(({ process }) => process.name),
    processes,
    tell: async (name: string, more: Partial<ProcessReport> = {}) => {
      broadcast.publish(channels.reports, { process: { name, role: name, epoch: 1 }, state: 'up', host, ...more });
      await Promise.resolve();
    },
    publish: async (payload: unknown) => {
      broadcast.publish(channels.reports, payload);
      await Promise.resolve();
    },
    /** As it passes for a process that runs on time. */
    pass: (ms: number) => {
      for (const end = now + ms; now < end;) {
        now += 500;
        processes.look();
      }
    },
    deafen: (deaf: boolean) => (hears = !deaf),
  };
}

describe('the processes that are up', () => {
  it('are listed by name, with what each told last', async () => {
    const { names, processes, tell } = await scene();
    await tell('rooms');
    await tell('gateway', { holding: { connections: 3, lagging: 0 } });
    await tell('gateway', { holding: { connections: 4, lagging: 1, delay: 2.5 } });
    expect(names()).toEqual(['gateway', 'rooms']);
    expect(processes.list()[0]).toMatchObject({ holding: { connections: 4, lagging: 1, delay: 2.5 } });
  });

  it('are gone when they say so, or are silent', async () => {
    const { names, tell, pass } = await scene();
    await tell('rooms');
    await tell('gateway');
    await tell('rooms', { state: 'ending' });
    expect(names()).toEqual(['gateway']);
    pass(SILENCE_MS);
    expect(names()).toEqual([]);
  });

  it('stay while nobody can be heard', async () => {
    const { names, tell, pass, deafen } = await scene();
    await tell('gateway');
    deafen(true);
    pass(3 * SILENCE_MS);
    expect(names()).toEqual(['gateway']);
  });

  it('are not made of what is no report', async () => {
    const { names, publish } = await scene();
    await publish({ process: { name: 'x' } });
    expect(names()).toEqual([]);
  });
});
