import { InMemoryPresenceRegistry, sessionLane, type SessionEvent } from '@noroshi/domain';
import { ScriptedRun } from '@noroshi/domain/testing';
import { EventLogUnavailable, InMemoryEventLog, ServiceUnavailable } from '@noroshi/event-sourcing';
import { manualClock } from '../testing/manual-clock.js';
import { LeaseWatch, SILENCE_MS } from './lease-watch.js';

/** A gateway `east` with two connections, whose events the registry has folded as the log holds them. */
function watching() {
  const registry = new InMemoryPresenceRegistry();
  const log = new InMemoryEventLog<SessionEvent>();
  const clock = manualClock();
  const run = new ScriptedRun('east', clock.now());
  const world = { canHear: true, asked: [] as unknown[], answers: true, stores: true, folded: 0 };
  const store = {
    lastPosition: (lane: Parameters<typeof log.lastPosition>[0]) => log.lastPosition(lane),
    append: (...args: Parameters<typeof log.append>) =>
      world.stores ? log.append(...args) : Promise.reject(new EventLogUnavailable('away')),
  };
  const fold = async () => {
    for (const { event } of await log.read([sessionLane('east')], { after: world.folded })) registry.apply(event);
    world.folded = await log.lastPosition(sessionLane('east'));
  };
  const tell = async (...events: SessionEvent[]) => {
    for (const event of events) await log.append(sessionLane('east'), event);
  };
  const watch = new LeaseWatch({
    registry,
    store,
    registryReaches: async (position) => {
      await fold();
      return world.folded >= position;
    },
    bus: {
      request: (_, payload) => {
        world.asked.push(payload);
        return world.answers ? Promise.resolve() : Promise.reject(new ServiceUnavailable('gone'));
      },
    },
    clock,
    logger: { info: () => undefined, warn: () => undefined },
    canHear: () => world.canHear,
  });
  const lease = (change = run.change) => watch.hear({ run: run.run, change });
  const losses = async () => {
    // What was appended in this turn is in the log after it.
    await new Promise((resolve) => setImmediate(resolve));
    const events = await log.read([sessionLane('east')]);
    return events.flatMap(({ event }) => (event.type === 'SessionLost' ? [event.connectionId] : []));
  };
  const begin = async () => {
    await tell(run.started(), run.introduced(), run.opened('b1'), run.entered('b1'), run.opened('e1'));
    await fold();
  };
  return { registry, clock, run, world, fold, tell, begin, watch, lease, losses };
}

describe('a gateway that falls silent', () => {
  it('is lost, connection by connection, each once', async () => {
    const { begin, clock, fold, losses, lease, registry } = watching();
    await begin();
    await lease();
    clock.pass(SILENCE_MS - 500);
    expect(await losses()).toEqual([]);
    clock.pass(1_000);
    expect(await losses()).toEqual(['b1', 'e1']);
    clock.pass(10_000);
    await fold();
    clock.pass(10_000);
    expect(await losses()).toEqual(['b1', 'e1']);
    expect(registry.gateways()).toEqual([]);
  });

  it('since before this service was started is lost just as soon', async () => {
    const { begin, clock, losses } = watching();
    await begin();
    clock.pass(SILENCE_MS + 1_000);
    expect(await losses()).toEqual(['b1', 'e1']);
  });

  it('is lost later when the log takes nothing now', async () => {
    const { begin, clock, world, losses } = watching();
    await begin();
    world.stores = false;
    clock.pass(SILENCE_MS + 1_000);
    expect(await losses()).toEqual([]);
    world.stores = true;
    clock.pass(500);
    expect(await losses()).toEqual(['b1', 'e1']);
  });

  it('is not lost while nothing can be heard of anybody', async () => {
    const { begin, clock, world, losses, lease } = watching();
    await begin();
    await lease();
    world.canHear = false;
    clock.pass(4 * SILENCE_MS);
    world.canHear = true;
    clock.pass(SILENCE_MS - 1_000);
    expect(await losses()).toEqual([]);
  });

  it('but has said before that nobody is there is simply forgotten', async () => {
    const { begin, clock, run, tell, fold, losses, lease } = watching();
    await begin();
    await lease();
    await tell(run.closed('b1'), run.closed('e1'));
    await fold();
    clock.pass(4 * SILENCE_MS);
    expect(await losses()).toEqual([]);
  });
});

describe('a lease', () => {
  it('that counts what is known asks for nothing', async () => {
    const { begin, lease, world } = watching();
    await begin();
    await lease();
    expect(world.asked).toEqual([]);
  });

  it('that counts what is stored but not folded yet asks for nothing', async () => {
    const { begin, lease, world, tell, run } = watching();
    await begin();
    await tell(run.closed('b1'));
    await lease();
    expect(world.asked).toEqual([]);
  });

  it('that counts what the log does not hold asks for a new run, again and again', async () => {
    const { begin, lease, world, run } = watching();
    await begin();
    run.closed('b1');
    world.answers = false;
    await lease();
    await lease();
    expect(world.asked).toEqual([{ run: run.run }, { run: run.run }]);
  });

  it('of a run that was declared lost asks for a new one', async () => {
    const { begin, lease, world, run, tell, fold } = watching();
    await begin();
    await tell(run.lost('b1'));
    await fold();
    await lease();
    expect(world.asked).toEqual([{ run: run.run }]);
  });

  it('of a former run neither asks nor keeps the gateway alive', async () => {
    const { begin, lease, world, run, watch, clock, losses } = watching();
    await begin();
    await watch.hear({ run: { ...run.run, epoch: run.run.epoch + 1 }, change: 0 });
    for (let seconds = 0; seconds < 6; seconds += 1) {
      clock.pass(1_000);
      await lease(99);
    }
    expect(world.asked).toEqual([]);
    expect(await losses()).toEqual(['b1', 'e1']);
  });
});
