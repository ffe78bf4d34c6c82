import fc from 'fast-check';
import { ScriptedRun } from '../testing/scripted-run.js';
import { InMemoryPresenceRegistry } from './in-memory-presence-registry.js';
import type { SessionEvent } from './session-events.js';

const ids = ['b1', 'b2', 'e1', 'g1'];
const rooms = ['lobby', 'attic'];

interface Deed {
  readonly kind: 'open' | 'enter' | 'exit' | 'close';
  readonly id: string;
  readonly roomId: string;
}

const deed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom('open', 'enter', 'exit', 'close'),
  id: fc.constantFrom(...ids),
  roomId: fc.constantFrom(...rooms),
});
const gatewayLife = fc.record({
  runs: fc.array(fc.array(deed, { maxLength: 8 }), { minLength: 1, maxLength: 3 }),
  isLost: fc.boolean(),
});

/** Connection ids are unique over gateways, as in life. */
const own = (gateway: string, id: string) => `${id}-${gateway}`;

function say(run: ScriptedRun, { kind, id, roomId }: Deed): SessionEvent {
  const connectionId = own(run.run.gateway, id);
  switch (kind) {
    case 'open':
      return run.opened(connectionId);
    case 'enter':
      return run.entered(connectionId, roomId);
    case 'exit':
      return run.exited(connectionId, roomId);
    case 'close':
      return run.closed(connectionId);
  }
}

/** Everything that a gateway says, run by run; a lost one is told lost for every connection it may have held. */
function lifeOf(gateway: string, { runs, isLost }: { runs: Deed[][]; isLost: boolean }): SessionEvent[][] {
  const said = runs.map((deeds, index) => {
    const run = new ScriptedRun(gateway, index + 1);
    const events: SessionEvent[] = [run.started(), run.introduced(), ...deeds.map((each) => say(run, each))];
    return { run, events };
  });
  const losses = isLost ? said.flatMap(({ run }) => ids.map((id) => run.lost(own(gateway, id)))) : [];
  return [...said.map(({ events }) => events), losses];
}

/** The log may hold a run's events out of order and twice, but never anything before the run's beginning. */
function shuffled(streams: readonly SessionEvent[][], seeds: readonly number[]): SessionEvent[] {
  const beginnings = streams.flatMap(([first]) => (first?.type === 'GatewayStarted' ? [first] : []));
  const rest = streams.flatMap(([first, ...others]) =>
    first?.type === 'GatewayStarted' ? others : first ? [first, ...others] : [],
  );
  const doubled = [...rest, ...rest.filter((_, index) => (seeds[index % seeds.length] ?? 0) % 3 === 0)];
  const order = doubled.map((event, index) => ({ event, key: (seeds[index % seeds.length] ?? 0) * (index + 1) }));
  return [...beginnings, ...order.sort((a, b) => (a.key % 1009) - (b.key % 1009)).map(({ event }) => event)];
}

function fold(events: readonly SessionEvent[]) {
  const registry = new InMemoryPresenceRegistry();
  const changes = events.flatMap((event) => registry.apply(event));
  const state = {
    people: rooms.map((roomId) => [...registry.present(roomId)].map(({ id }) => id).sort()),
    connections: registry.connections({ limit: 1_000 }).items.map(({ connection, run, rooms: entered }) => ({
      ...{ id: connection.connectionId, epoch: run.epoch },
      rooms: [...entered].sort(),
    })),
  };
  return { registry, changes, state };
}

describe('presence', () => {
  it('ends in the same registry under any disorder and duplication of the events of several gateways and runs', () => {
    fc.assert(
      fc.property(
        gatewayLife,
        gatewayLife,
        fc.array(fc.nat(1_000_000), { minLength: 40, maxLength: 40 }),
        (east, west, seeds) => {
          const streams = [...lifeOf('east', east), ...lifeOf('west', west)];
          expect(fold(shuffled(streams, seeds)).state).toEqual(fold(streams.flat()).state);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('tells exactly one leave per join, and counts people as it goes', () => {
    fc.assert(
      fc.property(
        gatewayLife,
        gatewayLife,
        fc.array(fc.nat(1_000_000), { minLength: 40, maxLength: 40 }),
        (east, west, seeds) => {
          const streams = [...lifeOf('east', east), ...lifeOf('west', west)];
          const { registry, changes } = fold(shuffled(streams, seeds));
          const here = new Map(rooms.map((roomId) => [roomId, new Set<string>()]));
          for (const { kind, roomId, user, count } of changes) {
            const people = here.get(roomId) ?? new Set();
            expect(people.has(user.id)).toBe(kind === 'left');
            if (kind === 'left') people.delete(user.id);
            else people.add(user.id);
            expect(count).toBe(people.size);
          }
          for (const [roomId, people] of here) {
            expect([...registry.present(roomId)].map(({ id }) => id).sort()).toEqual([...people].sort());
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
