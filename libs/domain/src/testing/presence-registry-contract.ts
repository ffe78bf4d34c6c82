import type { PresenceChange, PresenceRegistry } from '../presence/presence-registry.js';
import type { SessionEvent } from '../presence/session-events.js';
import { presenceQueriesContract } from './presence-queries-contract.js';
import { ownerOf, ScriptedRun } from './scripted-run.js';

const told = (changes: readonly PresenceChange[]) =>
  changes.map(({ kind, roomId, user, connectionId, count }) =>
    [kind, user.id, roomId, connectionId, String(count)].join(' '),
  );

/** What every `PresenceRegistry` keeps. `create` gives an empty one. */
export function presenceRegistryContract(create: () => PresenceRegistry): void {
  let registry: PresenceRegistry;
  const apply = (...events: readonly SessionEvent[]) => told(events.flatMap((event) => registry.apply(event)));
  const present = (roomId = 'lobby') => [...registry.present(roomId)].map(({ id }) => id).sort();
  /** A run that has introduced itself with these connections in the lobby. */
  const begin = (gateway: string, epoch: number, ...ids: readonly string[]) => {
    const run = new ScriptedRun(gateway, epoch);
    apply(run.started(), ...ids.flatMap((id) => [run.opened(id), run.entered(id)]), run.introduced());
    return run;
  };

  beforeEach(() => {
    registry = create();
  });

  describe('coming and going', () => {
    it('is told with the user and the number of people', () => {
      const [east, west] = [begin('east', 100), begin('west', 100)];
      expect(apply(east.opened('b1'))).toEqual([]);
      expect(registry.apply(east.entered('b1'))).toEqual([
        { kind: 'joined', roomId: 'lobby', user: ownerOf('b1'), connectionId: 'b1', count: 1 },
      ]);
      expect(apply(west.opened('e1'), west.entered('e1'))).toEqual(['joined eve lobby e1 2']);
      expect(apply(east.exited('b1'))).toEqual(['left bob lobby b1 1']);
      expect(apply(west.exited('e1'))).toEqual(['left eve lobby e1 0']);
    });
    it('of a user is told for the first connection and the last only', () => {
      const [east, west] = [begin('east', 100), begin('west', 100)];
      expect(apply(east.opened('b1'), east.entered('b1'))).toHaveLength(1);
      expect(apply(east.opened('b2'), east.entered('b2'), west.opened('b3'), west.entered('b3'))).toEqual([]);
      expect(apply(east.exited('b1'), east.closed('b2'))).toEqual([]);
      expect(registry.isPresent('lobby', 'bob')).toBe(true);
      expect(apply(west.exited('b3'))).toEqual(['left bob lobby b3 0']);
    });
    it('is a matter of each room', () => {
      const east = begin('east', 100, 'b1');
      expect(apply(east.entered('b1', 'attic'))).toEqual(['joined bob attic b1 1']);
      expect(apply(east.exited('b1'))).toEqual(['left bob lobby b1 0']);
      expect([present(), present('attic')]).toEqual([[], ['bob']]);
      expect([registry.presentCount('lobby'), registry.presentCount('attic')]).toEqual([0, 1]);
    });
    it('without ever having come changes nothing', () => {
      const [east, west] = [begin('east', 100, 'b1'), begin('west', 100)];
      expect(apply(east.exited('b1', 'attic'), west.exited('b1'), east.closed('e1'), west.closed('b1'))).toEqual([]);
      expect(apply(east.entered('e1'))).toEqual([]);
      expect(present()).toEqual(['bob']);
    });
    it('shows the name that was heard last', () => {
      const east = begin('east', 100, 'g1');
      const gustav = { ...ownerOf('g1'), name: 'Gustav' };
      expect(registry.apply(east.entered('g1', 'attic', gustav))[0]?.user.name).toBe('Gustav');
      apply(east.opened('g2', gustav), east.entered('g2', 'lobby', gustav));
      expect(registry.present('lobby')).toEqual([gustav]);
    });
    it('by closing leaves all rooms', () => {
      const east = begin('east', 100, 'b1', 'e1');
      apply(east.entered('b1', 'attic'));
      expect(apply(east.closed('b1')).sort()).toEqual(['left bob attic b1 0', 'left bob lobby b1 1']);
      expect(present()).toEqual(['eve']);
    });
    it.each(['__proto__', 'constructor'])('works for a user and a room called %s', (id) => {
      const east = begin('east', 100);
      expect(apply(east.opened(id), east.entered(id, id))).toHaveLength(1);
      expect(registry.isPresent(id, id)).toBe(true);
      expect(apply(east.closed(id))).toHaveLength(1);
      expect(present(id)).toEqual([]);
    });
  });

  describe('the events of a run', () => {
    it('count once, however often they come', () => {
      const east = begin('east', 100);
      const events = [east.opened('b1'), east.entered('b1'), east.exited('b1'), east.entered('b1')];
      expect(apply(...events)).toHaveLength(3);
      expect(apply(...events)).toEqual([]);
      expect(present()).toEqual(['bob']);
    });
    it('count in the order of their numbers, however they come', () => {
      const east = begin('east', 100);
      const [opened, entered, exited] = [east.opened('b1'), east.entered('b1'), east.exited('b1')];
      expect(apply(exited, entered)).toEqual([]);
      expect(apply(opened)).toEqual(['joined bob lobby b1 1', 'left bob lobby b1 0']);
    });
    it('miss what was told and did not come', () => {
      const east = begin('east', 100, 'b1');
      expect(registry.misses(east.run, east.change)).toBe(false);
      const lost = east.exited('b1');
      expect(registry.misses(east.run, east.change)).toBe(true);
      apply(east.opened('e1'));
      expect(registry.misses(east.run, east.change)).toBe(true);
      apply(lost);
      expect(registry.misses(east.run, east.change)).toBe(false);
    });
    it('are missed when nobody has ever heard of the run, unless it has told nothing', () => {
      expect(registry.misses({ gateway: 'north', epoch: 7 }, 1)).toBe(true);
      expect(registry.misses({ gateway: 'north', epoch: 7 }, 0)).toBe(false);
    });
    it('whose beginning is gone count from where they are known, and are missed until there is a new run', () => {
      const east = new ScriptedRun('east', 100);
      east.started();
      east.opened('e1');
      expect(apply(east.opened('b1'), east.entered('b1'))).toEqual(['joined bob lobby b1 1']);
      expect(registry.misses(east.run, east.change)).toBe(true);
      const again = begin('east', 101, 'b1', 'e1');
      expect(registry.misses(again.run, again.change)).toBe(false);
    });
  });

  describe('a lost gateway', () => {
    it('is left by everybody, connection by connection', () => {
      const east = begin('east', 100, 'b1', 'e1');
      expect(registry.heldBy('east').map(({ connection }) => connection.connectionId)).toEqual(['b1', 'e1']);
      expect(apply(east.lost('b1'), east.lost('e1'))).toEqual(['left bob lobby b1 1', 'left eve lobby e1 0']);
      expect(registry.gateways()).toEqual([]);
    });
    it('is left once, however often it is told', () => {
      const east = begin('east', 100, 'b1');
      expect(apply(east.lost('b1'), east.lost('b1'), east.closed('b1'))).toHaveLength(1);
    });
    it('does not take away those who are on another one too', () => {
      const [east, west] = [begin('east', 100, 'b1'), begin('west', 100, 'b2')];
      expect(apply(east.lost('b1'))).toEqual([]);
      expect(registry.gateways()).toEqual(['west']);
      expect(apply(west.exited('b2'))).toEqual(['left bob lobby b2 0']);
    });
    it('is not filled again by what it says late', () => {
      const east = begin('east', 100, 'b1');
      apply(east.lost('b1'));
      expect(apply(east.entered('b1'), east.opened('e1'), east.entered('e1'))).toEqual([]);
      expect(present()).toEqual([]);
      expect(registry.hasVerified('eve')).toBe(false);
    });
    it('that was alive after all is missed, and comes back with a new run', () => {
      const east = begin('east', 100, 'b1');
      apply(east.lost('b1'));
      expect(registry.misses(east.run, east.change)).toBe(true);
      begin('east', 101, 'b1');
      expect(present()).toEqual(['bob']);
    });
    it('that is known by its loss only stays lost', () => {
      const east = new ScriptedRun('east', 100);
      expect(apply(east.lost('b1'), east.started(), east.opened('b1'), east.entered('b1'))).toEqual([]);
      expect(registry.misses(east.run, 0)).toBe(true);
    });
  });

  describe('the next run of a gateway', () => {
    it('that starts empty is left by everybody of the one before', () => {
      begin('east', 100, 'b1');
      const next = new ScriptedRun('east', 200);
      expect(apply(next.started(), next.introduced())).toEqual(['left bob lobby b1 0']);
      expect(registry.hasVerified('bob')).toBe(false);
    });
    it('does not tell of those whom it introduces, and tells exactly the difference', () => {
      const east = begin('east', 100, 'b1', 'e1');
      const next = new ScriptedRun('east', 200);
      const introduction = [
        next.started(),
        next.opened('b1'),
        next.entered('b1'),
        next.opened('g1'),
        next.entered('g1'),
      ];
      expect(apply(...introduction, next.introduced())).toEqual(['joined gus lobby g1 3', 'left eve lobby e1 2']);
      expect(apply(east.exited('b1'), east.closed('b1'), next.exited('b1'))).toEqual(['left bob lobby b1 1']);
    });
    it('is not changed by anything that the one before says late', () => {
      const east = begin('east', 100);
      begin('east', 200, 'b1');
      expect(apply(east.opened('b1'), east.entered('e1'), east.closed('b1'), east.lost('b1'))).toEqual([]);
      expect(present()).toEqual(['bob']);
      expect(registry.misses(east.run, 99)).toBe(false);
    });
    it('ends also one that was never introduced to its end', () => {
      begin('east', 100, 'b1');
      const halfway = new ScriptedRun('east', 200);
      apply(halfway.started(), halfway.opened('e1'), halfway.entered('e1'));
      const next = new ScriptedRun('east', 300);
      expect(apply(next.started(), next.introduced()).sort()).toEqual(['left bob lobby b1 1', 'left eve lobby e1 0']);
    });
    it('does not touch other gateways', () => {
      begin('west', 100, 'b1');
      begin('east', 100);
      begin('east', 200, 'e1');
      expect(present()).toEqual(['bob', 'eve']);
    });
  });

  presenceQueriesContract(create);
}
