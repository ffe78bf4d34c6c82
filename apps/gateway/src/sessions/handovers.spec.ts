import { InMemoryCommandBus } from '@noroshi/event-sourcing';
import { Session, type Connection, type Identity } from '@noroshi/hub';
import { mattermostDialect, roomsDialect, type Dialect } from '@noroshi/protocol';
import { gatewayMark, newConnectionId } from '../push/connection-id.js';
import { Handovers } from './handovers.js';

const ann: Identity = { user: { id: 'ann', name: 'Ann', guest: false } };

const spoken: Dialect = mattermostDialect;

/** A gateway with its sessions. */
function gateway(name: string, bus: InMemoryCommandBus) {
  const mark = gatewayMark(name);
  const sessions = new Map<string, Session>();
  const handovers = new Handovers({
    ...{ bus, mark },
    hub: { session: (connectionId) => sessions.get(connectionId) },
    views: { followed: (roomId) => (roomId === 'unknown' ? undefined : ({ position: 7 } as never)) },
  });
  const hold = (connectionId = newConnectionId(mark), { identity = ann, dialect = spoken } = {}) => {
    const connection = { close: () => sessions.delete(connectionId) } as unknown as Connection;
    const query = new URLSearchParams();
    const session = new Session({
      ...{ connectionId, connection, dialect, identity, connectedAt: 0 },
      traits: dialect.traits(query),
      memory: dialect.begin(query),
    });
    session.rooms.add('lobby');
    sessions.set(connectionId, session);
    return session;
  };
  return { handovers, hold, sessions };
}

function scene() {
  const bus = new InMemoryCommandBus();
  return { bus, a: gateway('a', bus), b: gateway('b', bus), c: gateway('c', bus) };
}

it('a session goes to the gateway that asks for it, with its rooms, and is gone where it was', async () => {
  const { a, b } = scene();
  const { connectionId } = a.hold();
  expect(await b.handovers.ask(connectionId, 'ann')).toMatchObject({
    saved: { next: 0, kept: [] },
    rooms: [{ roomId: 'lobby', position: 7 }],
  });
  expect(a.sessions.size).toBe(0);
  expect(await b.handovers.ask(connectionId, 'ann')).toBeUndefined();
});

it('is found wherever it went, also where it began', async () => {
  const { a, b, c } = scene();
  const { connectionId } = a.hold();
  await b.handovers.ask(connectionId, 'ann');
  b.hold(connectionId);
  expect(await c.handovers.ask(connectionId, 'ann')).toBeDefined();
  c.hold(connectionId);
  expect(await a.handovers.ask(connectionId, 'ann')).toBeDefined();
  a.hold(connectionId);
  expect(await b.handovers.ask(connectionId, 'ann')).toBeDefined();
});

it('is given to nobody but its user, and only if its language goes on', async () => {
  const { a, b } = scene();
  const { connectionId } = a.hold();
  expect(await b.handovers.ask(connectionId, 'mallory')).toBeUndefined();
  expect(a.sessions.size).toBe(1);
  const guest = a.hold(undefined, { identity: { user: { ...ann.user, guest: true } } });
  expect(await b.handovers.ask(guest.connectionId, 'ann')).toBeUndefined();
  const other = a.hold(undefined, { dialect: roomsDialect });
  expect(await b.handovers.ask(other.connectionId, 'ann')).toBeUndefined();
});

it('is not given at all when it is not known how far it has heard', async () => {
  const { a, b } = scene();
  const session = a.hold();
  session.rooms.add('unknown');
  expect(await b.handovers.ask(session.connectionId, 'ann')).toBeUndefined();
});

it('of a gateway that is gone is nowhere', async () => {
  const { a, b } = scene();
  const { connectionId } = a.hold();
  a.handovers.close();
  expect(await b.handovers.ask(connectionId, 'ann')).toBeUndefined();
  expect(await b.handovers.ask('a'.repeat(26), 'ann')).toBeUndefined();
});
