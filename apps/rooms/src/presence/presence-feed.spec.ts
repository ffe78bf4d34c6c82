import { InMemoryPresenceRegistry, type PresenceChange, type Roster } from '@noroshi/domain';
import { ServiceUnavailable } from '@noroshi/event-sourcing';
import { manualClock } from '../testing/manual-clock.js';
import { PresenceFeed, SILENCE_MS } from './presence-feed.js';

const STARTED = 1_000_000;
const run = { gateway: 'g1', epoch: STARTED + 1 };
const person = (id: string, guest = false) => ({ connectionId: `c-${id}`, user: { id, name: id, guest } });

function feedOf() {
  const registry = new InMemoryPresenceRegistry();
  const clock = manualClock(STARTED);
  const changes: (PresenceChange & { news: boolean })[] = [];
  const world = { roster: undefined as Roster | undefined, asked: 0, canHear: true };
  const feed = new PresenceFeed({
    registry,
    clock,
    bus: {
      request: () => {
        world.asked += 1;
        return world.roster ? Promise.resolve(world.roster) : Promise.reject(new ServiceUnavailable('gone'));
      },
    },
    logger: { info: () => undefined, warn: () => undefined },
    parseRoster: (payload) => payload as Roster,
    canHear: () => world.canHear,
    onChange: (change, news) => changes.push({ ...change, news }),
  });
  const told = () => changes.splice(0).map(({ kind, user, news }) => `${user.id} ${kind}${news ? '' : ' (old)'}`);
  const enter = (id: string, change: number, of = run) =>
    feed.enter({ run: of, connection: person(id), roomId: 'lobby', change });
  const roster = (change: number, ids: readonly string[], of = run): Roster => ({
    run: of,
    change,
    connections: ids.map((id) => ({ connection: person(id), rooms: ['lobby'] })),
  });
  return { registry, clock, feed, world, told, enter, roster };
}

describe('presence', () => {
  it('follows what gateways tell', () => {
    const { feed, told, enter } = feedOf();
    enter('ann', 1);
    feed.report({ run, change: 2, kind: 'exited', connection: person('ann'), roomId: 'lobby' });
    enter('ann', 3);
    feed.report({ run, change: 4, kind: 'disconnected', connectionId: 'c-ann' });
    expect(told()).toEqual(['ann joined', 'ann left', 'ann joined', 'ann left']);
  });

  it('knows of verified users who are in no room', () => {
    const { feed, registry } = feedOf();
    feed.report({ run, change: 1, kind: 'connected', connection: person('ann') });
    expect(registry.hasVerified('ann')).toBe(true);
  });

  it('asks for a roster when the lease counts more than was heard', async () => {
    const { feed, world, told, enter, roster } = feedOf();
    enter('ann', 1);
    enter('bob', 2);
    world.roster = roster(3, ['bob']);
    await feed.lease({ run, change: 3 });
    expect(told()).toEqual(['ann joined', 'bob joined', 'ann left']);
  });

  it('does not ask when nothing is missing', async () => {
    const { feed, world, enter } = feedOf();
    enter('ann', 1);
    await feed.lease({ run, change: 1 });
    expect(world.asked).toBe(0);
  });

  it('does not keep somebody whose exit came before the entry', async () => {
    const { feed, registry, enter } = feedOf();
    feed.report({ run, change: 2, kind: 'exited', connection: person('ann'), roomId: 'lobby' });
    enter('ann', 1);
    expect(registry.isPresent('lobby', 'ann')).toBe(false);
    await feed.lease({ run, change: 2 });
    expect(registry.isPresent('lobby', 'ann')).toBe(false);
  });

  it('keeps what was told while the roster was under way', async () => {
    const { feed, world, registry, enter, roster } = feedOf();
    enter('ann', 1);
    world.roster = roster(3, ['ann', 'bob']);
    const healed = feed.lease({ run, change: 3 });
    enter('cid', 4);
    await healed;
    expect(registry.present('lobby').map(({ id }) => id)).toEqual(['ann', 'bob', 'cid']);
  });

  it('ignores a late report that the roster knew of', async () => {
    const { feed, world, registry, enter, roster } = feedOf();
    world.roster = roster(2, []);
    await feed.lease({ run, change: 2 });
    enter('ann', 1);
    expect(registry.isPresent('lobby', 'ann')).toBe(false);
  });

  it('asks again by the next lease when there was no roster', async () => {
    const { feed, world, told, enter, roster } = feedOf();
    enter('ann', 1);
    await feed.lease({ run, change: 2 });
    world.roster = roster(2, []);
    await feed.lease({ run, change: 2 });
    expect(told()).toEqual(['ann joined', 'ann left']);
  });

  it('tells nobody again about those whom a predecessor knew', async () => {
    const { feed, world, told, enter, roster } = feedOf();
    const old = { gateway: 'g1', epoch: STARTED - 60_000 };
    world.roster = roster(57, ['ann'], old);
    await feed.lease({ run: old, change: 57 });
    enter('bob', 58, old);
    world.roster = roster(59, ['bob'], old);
    await feed.lease({ run: old, change: 59 });
    expect(told()).toEqual(['ann joined (old)', 'bob joined', 'ann left']);
  });

  it('empties a gateway that falls silent', () => {
    const { clock, told, enter } = feedOf();
    enter('ann', 1);
    clock.pass(SILENCE_MS - 1000);
    expect(told()).toEqual(['ann joined']);
    clock.pass(1000);
    expect(told()).toEqual(['ann left']);
  });

  it('takes a gateway back that was only frozen, also one where nobody was', async () => {
    const { feed, world, clock, told, roster } = feedOf();
    await feed.lease({ run, change: 0 });
    clock.pass(SILENCE_MS);
    world.roster = roster(1, ['ann']);
    feed.report({ run, change: 1, kind: 'connected', connection: person('ann') });
    await feed.lease({ run, change: 1 });
    expect(told()).toEqual(['ann joined']);
  });

  it('takes no silence for a loss while nothing can be heard', () => {
    const { world, clock, told, enter } = feedOf();
    enter('ann', 1);
    world.canHear = false;
    clock.pass(4 * SILENCE_MS);
    world.canHear = true;
    clock.pass(SILENCE_MS - 1000);
    expect(told()).toEqual(['ann joined']);
  });

  it('empties the earlier run of a gateway that was started anew, and ignores what that says late', () => {
    const { told, enter } = feedOf();
    enter('ann', 1);
    enter('bob', 1, { gateway: 'g1', epoch: run.epoch + 1 });
    enter('cid', 2);
    expect(told()).toEqual(['ann joined', 'ann left', 'bob joined']);
  });
});
