import type { Actor } from '../actor.js';
import type { GatewayRun, PresenceChange, PresenceRegistry } from '../presence/presence-registry.js';

const bob: Actor = { id: 'bob', name: 'Bob', guest: false };
const eve: Actor = { id: 'eve', name: 'Eve', guest: false };
const gus: Actor = { id: 'gus', name: 'Gus', guest: true };
const names: Readonly<Record<string, Actor>> = { b: bob, e: eve, g: gus };

const east: GatewayRun = { gateway: 'east', epoch: 100 };
const west: GatewayRun = { gateway: 'west', epoch: 100 };
const east2: GatewayRun = { gateway: 'east', epoch: 200 };

/** The first letter of a connection id tells whose it is. */
const connection = (connectionId: string) => ({ connectionId, user: names[connectionId.charAt(0)] ?? gus });
const visit = (run: GatewayRun, connectionId: string, roomId = 'lobby') => ({
  run,
  connection: connection(connectionId),
  roomId,
});
const held = (connectionId: string, ...rooms: readonly string[]) => ({ connection: connection(connectionId), rooms });
const told = (changes: readonly PresenceChange[]) =>
  changes.map(({ kind, roomId, user, connectionId, count }) =>
    [kind, user.id, roomId, connectionId, String(count)].join(' '),
  );

/** What every `PresenceRegistry` keeps. `create` gives an empty one. */
export function presenceRegistryContract(create: () => PresenceRegistry): void {
  let registry: PresenceRegistry;
  const enter = (run: GatewayRun, connectionId: string, roomId?: string) =>
    told(registry.enter(visit(run, connectionId, roomId)));
  const exit = (run: GatewayRun, connectionId: string, roomId?: string) =>
    told(registry.exit(visit(run, connectionId, roomId)));
  const disconnect = (run: GatewayRun, connectionId: string) => told(registry.disconnect(run, connectionId));
  const replace = (run: GatewayRun, ...connections: readonly ReturnType<typeof held>[]) =>
    told(registry.replace({ run, change: 1, connections }));
  const present = (roomId = 'lobby') =>
    registry
      .present(roomId)
      .map(({ id }) => id)
      .sort();

  beforeEach(() => {
    registry = create();
  });

  describe('coming and going', () => {
    it('is told with the number of people', () => {
      expect(enter(east, 'b1')).toEqual(['joined bob lobby b1 1']);
      expect(enter(west, 'e1')).toEqual(['joined eve lobby e1 2']);
      expect(exit(east, 'b1')).toEqual(['left bob lobby b1 1']);
      expect(exit(west, 'e1')).toEqual(['left eve lobby e1 0']);
    });
    it('is told with the user', () => {
      expect(registry.enter(visit(east, 'b1'))[0]?.user).toEqual(bob);
      expect(registry.exit(visit(east, 'b1'))[0]?.user).toEqual(bob);
    });
    it('changes who is present', () => {
      enter(east, 'b1');
      enter(east, 'e1');
      expect(registry.present('lobby')).toEqual(expect.arrayContaining([bob, eve]));
      expect(registry.isPresent('lobby', 'bob')).toBe(true);
      exit(east, 'b1');
      expect(present()).toEqual(['eve']);
      expect(registry.isPresent('lobby', 'bob')).toBe(false);
    });
    it('of a user is told for the first connection and the last only', () => {
      expect(enter(east, 'b1')).toHaveLength(1);
      expect(enter(east, 'b2')).toEqual([]);
      expect(enter(west, 'b3')).toEqual([]);
      expect(exit(east, 'b1')).toEqual([]);
      expect(exit(east, 'b2')).toEqual([]);
      expect(registry.isPresent('lobby', 'bob')).toBe(true);
      expect(exit(west, 'b3')).toEqual(['left bob lobby b3 0']);
    });
    it('twice by the same connection counts once', () => {
      enter(east, 'b1');
      expect(enter(east, 'b1')).toEqual([]);
      expect(exit(east, 'b1')).toEqual(['left bob lobby b1 0']);
      expect(exit(east, 'b1')).toEqual([]);
    });
    it('is a matter of each room', () => {
      enter(east, 'b1');
      expect(enter(east, 'b1', 'attic')).toEqual(['joined bob attic b1 1']);
      expect(exit(east, 'b1')).toEqual(['left bob lobby b1 0']);
      expect(present('attic')).toEqual(['bob']);
    });
    it('without ever having come changes nothing', () => {
      enter(east, 'b1');
      expect(exit(east, 'b1', 'attic')).toEqual([]);
      expect(exit(west, 'b1')).toEqual([]);
      expect(exit(east, 'e1')).toEqual([]);
      expect(present()).toEqual(['bob']);
    });
    it("of a connection leaves the rooms of the user's other connections", () => {
      enter(east, 'b1');
      enter(east, 'b2', 'attic');
      expect(exit(east, 'b1', 'attic')).toEqual([]);
      expect(present('attic')).toEqual(['bob']);
    });
    it('shows the name that was heard last', () => {
      const as = (name: string) => ({ connectionId: 'g1', user: { ...gus, name } });
      registry.enter({ run: east, roomId: 'lobby', connection: as('Gus') });
      registry.connect(east, as('Gustav'));
      expect(registry.enter({ run: east, roomId: 'attic', connection: as('Gustav') })[0]?.user.name).toBe('Gustav');
      registry.enter({ run: east, roomId: 'lobby', connection: { ...as('Augustus'), connectionId: 'g2' } });
      expect(registry.present('lobby')).toEqual([{ ...gus, name: 'Augustus' }]);
    });
    it.each(['__proto__', 'constructor'])('works for a user and a room called %s', (id) => {
      const odd = { run: east, roomId: id, connection: { connectionId: id, user: { id, name: id, guest: false } } };
      expect(registry.isPresent(id, id)).toBe(false);
      expect(registry.present(id)).toEqual([]);
      expect(registry.enter(odd)).toHaveLength(1);
      expect(registry.isPresent(id, id)).toBe(true);
      expect(registry.disconnect(east, id)).toHaveLength(1);
    });
  });

  describe('a disconnect', () => {
    it('leaves all rooms', () => {
      enter(east, 'b1');
      enter(east, 'b1', 'attic');
      enter(east, 'e1');
      expect(disconnect(east, 'b1').sort()).toEqual(['left bob attic b1 0', 'left bob lobby b1 1']);
      expect(present()).toEqual(['eve']);
    });
    it('of one of two connections leaves nothing', () => {
      enter(east, 'b1');
      enter(east, 'b2');
      expect(disconnect(east, 'b1')).toEqual([]);
      expect(present()).toEqual(['bob']);
    });
    it('twice counts once', () => {
      registry.connect(east, connection('b1'));
      registry.connect(west, connection('b2'));
      disconnect(east, 'b1');
      disconnect(east, 'b1');
      expect(registry.hasVerified('bob')).toBe(true);
    });
    it('of an unknown connection changes nothing', () => {
      enter(east, 'b1');
      expect(disconnect(east, 'b9')).toEqual([]);
      expect(disconnect(west, 'b1')).toEqual([]);
      expect(present()).toEqual(['bob']);
    });
  });

  describe('a lost gateway', () => {
    it('is empty: everybody on it leaves', () => {
      enter(east, 'b1');
      enter(east, 'e1', 'attic');
      expect(told(registry.lose('east')).sort()).toEqual(['left bob lobby b1 0', 'left eve attic e1 0']);
      expect(present()).toEqual([]);
    });
    it('leaves those who are on another gateway too', () => {
      enter(east, 'b1');
      enter(west, 'b2');
      expect(told(registry.lose('east'))).toEqual([]);
      expect(present()).toEqual(['bob']);
      expect(exit(west, 'b2')).toEqual(['left bob lobby b2 0']);
    });
    it('twice, or unknown, changes nothing', () => {
      enter(east, 'b1');
      registry.lose('east');
      expect(registry.lose('east')).toEqual([]);
      expect(registry.lose('nowhere')).toEqual([]);
    });
    it('is not filled again by its late reports', () => {
      enter(east, 'b1');
      registry.lose('east');
      expect(enter(east, 'b1')).toEqual([]);
      expect(enter(east, 'e1')).toEqual([]);
      expect(registry.connect(east, connection('e2'))).toEqual([]);
      expect(exit(east, 'b1')).toEqual([]);
      expect(disconnect(east, 'b1')).toEqual([]);
      expect(present()).toEqual([]);
      expect(registry.hasVerified('eve')).toBe(false);
    });
    it('is filled by its next run', () => {
      enter(east, 'b1');
      registry.lose('east');
      expect(enter(east2, 'e1')).toEqual(['joined eve lobby e1 1']);
    });
    it('that was alive after all comes back with its roster', () => {
      enter(east, 'b1');
      registry.lose('east');
      expect(replace(east, held('b1', 'lobby'))).toEqual(['joined bob lobby b1 1']);
      expect(enter(east, 'e1')).toEqual(['joined eve lobby e1 2']);
    });
  });

  describe('the next run of a gateway', () => {
    it.each([
      ['entering', () => registry.enter(visit(east2, 'e9', 'cellar'))],
      ['connecting', () => registry.connect(east2, connection('e9'))],
      ['exiting', () => registry.exit(visit(east2, 'e9'))],
      ['disconnecting', () => registry.disconnect(east2, 'e9')],
    ])('ends the one before, by %s', (_, report) => {
      enter(east, 'b1');
      expect(told(report())).toContain('left bob lobby b1 0');
      expect(present()).toEqual([]);
      expect(registry.hasVerified('bob')).toBe(false);
    });
    it('is not changed by late reports of the one before', () => {
      enter(east, 'b1');
      enter(east2, 'b1');
      expect(exit(east, 'b1')).toEqual([]);
      expect(disconnect(east, 'b1')).toEqual([]);
      expect(enter(east, 'e1')).toEqual([]);
      expect(registry.connect(east, connection('e2'))).toEqual([]);
      expect(replace(east, held('e1', 'lobby'))).toEqual([]);
      expect(present()).toEqual(['bob']);
      expect(registry.hasVerified('eve')).toBe(false);
    });
    it('does not touch other gateways', () => {
      enter(west, 'b1');
      expect(enter(east2, 'e1')).toEqual(['joined eve lobby e1 2']);
    });
  });

  describe('a roster', () => {
    it('yields exactly the difference', () => {
      enter(east, 'b1');
      enter(east, 'b1', 'attic');
      enter(east, 'e1');
      const changes = replace(east, held('b1', 'lobby', 'cellar'), held('g1', 'lobby'));
      expect(changes.sort()).toEqual([
        'joined bob cellar b1 1',
        'joined gus lobby g1 3',
        'left bob attic b1 0',
        'left eve lobby e1 2',
      ]);
      expect([present(), present('attic'), present('cellar')]).toEqual([['bob', 'gus'], [], ['bob']]);
    });
    it('that says what is known changes nothing', () => {
      enter(east, 'b1');
      enter(east, 'e1');
      expect(replace(east, held('e1', 'lobby'), held('b1', 'lobby'))).toEqual([]);
      expect(exit(east, 'b1')).toEqual(['left bob lobby b1 1']);
    });
    it('does not tell of who only changed connection', () => {
      enter(east, 'b1');
      expect(replace(east, held('b2', 'lobby'))).toEqual([]);
      expect(exit(east, 'b2')).toEqual(['left bob lobby b2 0']);
    });
    it('of the next run does not tell of who is still there', () => {
      enter(east, 'b1');
      enter(east, 'e1');
      expect(replace(east2, held('b7', 'lobby'))).toEqual(['left eve lobby e1 1']);
      expect(exit(east, 'b1')).toEqual([]);
      expect(present()).toEqual(['bob']);
    });
    it('of a gateway that nobody has heard of fills it', () => {
      expect(replace(east, held('b1', 'lobby'), held('e1'))).toEqual(['joined bob lobby b1 1']);
      expect(registry.hasVerified('eve')).toBe(true);
    });
    it('that is empty empties the gateway, and only it', () => {
      enter(east, 'b1');
      enter(west, 'e1');
      expect(replace(east)).toEqual(['left bob lobby b1 1']);
      expect(registry.hasVerified('bob')).toBe(false);
      expect(present()).toEqual(['eve']);
    });
  });

  describe('a verified user', () => {
    it('is known while connected, in a room or not', () => {
      expect(registry.hasVerified('bob')).toBe(false);
      expect(registry.connect(east, connection('b1'))).toEqual([]);
      expect(registry.hasVerified('bob')).toBe(true);
      disconnect(east, 'b1');
      expect(registry.hasVerified('bob')).toBe(false);
    });
    it('is known until the last connection ends', () => {
      registry.connect(east, connection('b1'));
      registry.connect(east, connection('b1'));
      registry.connect(west, connection('b2'));
      disconnect(east, 'b1');
      expect(registry.hasVerified('bob')).toBe(true);
      registry.lose('west');
      expect(registry.hasVerified('bob')).toBe(false);
    });
    it('is known by entering a room, and stays known after leaving it', () => {
      enter(east, 'b1');
      exit(east, 'b1');
      expect(registry.hasVerified('bob')).toBe(true);
    });
    it('is no guest', () => {
      enter(east, 'g1');
      expect(registry.hasVerified('gus')).toBe(false);
    });
    it('is shown in place of a guest of the same id, whoever came first', () => {
      const verified = { ...gus, guest: false };
      const enterAs = (connectionId: string, user: Actor) =>
        registry.enter({ run: west, roomId: 'lobby', connection: { connectionId, user } });
      enterAs('1', gus);
      expect(enterAs('2', verified)).toEqual([]);
      enterAs('3', gus);
      expect(registry.present('lobby')).toEqual([verified]);
    });
  });

  describe('a connection that comes back as somebody else', () => {
    it('has left as who it was', () => {
      enter(east, 'g1');
      const changes = registry.connect(east, { connectionId: 'g1', user: { ...gus, id: 'zoe' } });
      expect(told(changes)).toEqual(['left gus lobby g1 0']);
    });
    it('stays where it is when only the name is another', () => {
      enter(east, 'g1');
      expect(registry.connect(east, { connectionId: 'g1', user: { ...gus, name: 'Gustav' } })).toEqual([]);
      expect(exit(east, 'g1')).toEqual(['left gus lobby g1 0']);
    });
  });
}
