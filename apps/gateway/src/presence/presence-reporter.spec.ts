import {
  addresses,
  channels,
  InMemoryPresenceRegistry,
  sessionLane,
  type Lease,
  type SessionEvent,
} from '@noroshi/domain';
import {
  EventLogUnavailable,
  InMemoryBroadcast,
  InMemoryCommandBus,
  InMemoryEventLog,
  type EventStore,
} from '@noroshi/event-sourcing';
import { eventually } from '@noroshi/testing';
import { PresenceReporter } from './presence-reporter.js';

const lane = sessionLane('g');
const connection = (connectionId: string) => ({
  connectionId,
  user: { id: `user of ${connectionId}`, name: 'Somebody', guest: false },
  userAgent: '',
  address: '192.0.2.1',
  connectedAt: 1,
});

const reporters: PresenceReporter[] = [];
afterEach(() => Promise.all(reporters.splice(0).map((reporter) => reporter.close())));

async function reporting(log = new InMemoryEventLog<SessionEvent>()) {
  const [bus, broadcast] = [new InMemoryCommandBus(), new InMemoryBroadcast()];
  const world = { away: false, counted: [] as unknown[] };
  const sessionStore: Pick<EventStore<SessionEvent>, 'append' | 'lastPosition' | 'readAt'> = {
    append: (...args) => (world.away ? Promise.reject(new EventLogUnavailable('away')) : log.append(...args)),
    lastPosition: (of) => (world.away ? Promise.reject(new EventLogUnavailable('away')) : log.lastPosition(of)),
    readAt: (position) => log.readAt(position),
  };
  const reporter = new PresenceReporter({
    ...{ gateway: 'g', bus, broadcast, sessionStore },
    rooms: {
      present: (request) => {
        world.counted.push(request);
        return Promise.resolve({ ok: true, count: 42 });
      },
    },
    logger: { info: () => undefined, warn: () => undefined },
  });
  reporters.push(reporter);
  const leases: Lease[] = [];
  await broadcast.listen(channels.leases, (lease) => leases.push(lease as Lease));
  const events = async () => (await log.read([lane])).map(({ event }) => event);
  const registry = async () => {
    const folded = new InMemoryPresenceRegistry();
    for (const event of await events()) folded.apply(event);
    return folded;
  };
  return { reporter, bus, world, leases, events, registry, log };
}

describe('a gateway', () => {
  it('tells the log who connects, enters, falls idle, wakes, exits and disconnects', async () => {
    const { reporter, events } = await reporting();
    await reporter.introduce();
    reporter.connected(connection('c'));
    await reporter.entered(connection('c'), 'lobby');
    for (const idle of [true, true, false]) reporter.idle('c', idle);
    reporter.exited('c', 'lobby');
    reporter.exited('c', 'lobby');
    reporter.disconnected('c');
    reporter.disconnected('c');
    await reporter.close();
    const told = await events();
    expect(told.map(({ type }) => type)).toEqual([
      'GatewayStarted',
      'GatewayIntroduced',
      'SessionOpened',
      'RoomEntered',
      'SessionIdled',
      'SessionWoke',
      'RoomExited',
      'SessionClosed',
    ]);
    expect(told.map((event) => 'change' in event && event.change)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('asks for the number of people once the log has the entry', async () => {
    const { reporter, world } = await reporting();
    await reporter.introduce();
    reporter.connected(connection('c'));
    expect(await reporter.entered(connection('c'), 'lobby')).toBe(42);
    expect(world.counted).toEqual([{ roomId: 'lobby', atLeast: 4 }]);
  });

  it('does not count when the log takes nothing', async () => {
    const { reporter, world } = await reporting();
    await reporter.introduce();
    reporter.connected(connection('c'));
    world.away = true;
    expect(await reporter.entered(connection('c'), 'lobby')).toBeUndefined();
    expect(world.counted).toEqual([]);
  });

  it('tells by its lease how much of what run the log has', async () => {
    const { reporter, leases, events } = await reporting();
    await reporter.introduce();
    const [first] = await events();
    expect(leases).toEqual([{ run: first?.run, change: 0 }]);
  });

  it('introduces who is here by then, when the log could not take everything, and nobody else', async () => {
    const { reporter, world, registry, events } = await reporting();
    await reporter.introduce();
    for (const id of ['stays', 'leaves']) reporter.connected(connection(id));
    for (const id of ['stays', 'leaves']) await reporter.entered(connection(id), 'lobby');
    reporter.idle('stays', true);
    world.away = true;
    reporter.disconnected('leaves');
    reporter.connected(connection('comes'));
    await reporter.entered(connection('comes'), 'attic');
    world.away = false;
    await eventually(async () => (await events()).at(-1)?.type === 'GatewayIntroduced', { reason: 'it is introduced' });
    const { items } = (await registry()).connections({ limit: 10 });
    expect(items.map(({ connection: { connectionId }, rooms, idle }) => [connectionId, [...rooms], idle])).toEqual([
      ['comes', ['attic'], false],
      ['stays', ['lobby'], true],
    ]);
  });

  it('introduces itself when asked for the run it is in, and not for a former one', async () => {
    const { reporter, bus, events } = await reporting();
    await reporter.introduce();
    reporter.connected(connection('c'));
    const run = (await events())[0]?.run;
    await bus.request(addresses.gateway('g', 'introduce'), { run });
    await eventually(async () => (await events()).filter(({ type }) => type === 'GatewayIntroduced').length === 2, {
      reason: 'it is introduced again',
    });
    await bus.request(addresses.gateway('g', 'introduce'), { run });
    await reporter.close();
    expect((await events()).filter(({ type }) => type === 'GatewayIntroduced')).toHaveLength(2);
  });

  it('begins later runs than any before it, also when the clock was turned back', async () => {
    const log = new InMemoryEventLog<SessionEvent>();
    const future = Date.now() + 3_600_000;
    await log.append(lane, { type: 'GatewayStarted', run: { gateway: 'g', epoch: future }, change: 1 });
    const { reporter, events } = await reporting(log);
    await reporter.introduce();
    expect((await events()).at(-1)?.run.epoch).toBe(future + 1);
  });
});
