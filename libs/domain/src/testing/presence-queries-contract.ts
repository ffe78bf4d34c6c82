import type { PresenceRegistry } from '../presence/presence-registry.js';
import type { SessionEvent } from '../presence/session-events.js';
import { ownerOf, ScriptedRun } from './scripted-run.js';

/** What a `PresenceRegistry` answers about connections and users; a part of its contract. */
export function presenceQueriesContract(create: () => PresenceRegistry): void {
  let registry: PresenceRegistry;
  let east: ScriptedRun;
  const apply = (...events: readonly SessionEvent[]) => events.flatMap((event) => registry.apply(event));
  const found = (query: Omit<Parameters<PresenceRegistry['connections']>[0], 'limit'> & { limit?: number }) =>
    registry.connections({ limit: 100, ...query }).items.map(({ connection }) => connection.connectionId);

  beforeEach(() => {
    registry = create();
    east = new ScriptedRun('east', 100);
    apply(east.started(), east.introduced());
  });

  describe('a verified user', () => {
    it('is known while connected, in a room or not', () => {
      apply(east.opened('b1'), east.opened('b2'), east.closed('b1'));
      expect(registry.hasVerified('bob')).toBe(true);
      apply(east.closed('b2'));
      expect(registry.hasVerified('bob')).toBe(false);
    });
    it('is no guest', () => {
      apply(east.opened('g1'), east.entered('g1'));
      expect(registry.hasVerified('gus')).toBe(false);
    });
    it('is shown in place of a guest of the same id, whoever came first', () => {
      const gus = { ...ownerOf('g1'), guest: false };
      apply(east.opened('g1'), east.entered('g1'), east.opened('g2', gus), east.entered('g2', 'lobby', gus));
      apply(east.opened('g3'), east.entered('g3'));
      expect(registry.present('lobby')).toEqual([gus]);
    });
  });

  describe('the users who are connected', () => {
    it('are counted once each, whatever they are connected to', () => {
      const west = new ScriptedRun('west', 100);
      apply(west.started(), west.introduced(), east.opened('b1'), west.opened('b2'), east.opened('g1'));
      expect(registry.userCount()).toBe(2);
      apply(east.closed('b1'));
      expect(registry.userCount()).toBe(2);
      apply(west.closed('b2'), east.closed('g1'));
      expect(registry.userCount()).toBe(0);
    });
  });

  describe('a connection that turns out to be somebody else', () => {
    it('has left as who it was', () => {
      apply(east.opened('g1'), east.entered('g1'));
      const [left] = apply(east.opened('g1', { id: 'zoe', name: 'Zoe', guest: false }));
      expect(left).toMatchObject({ kind: 'left', user: { id: 'gus' } });
      expect(found({ userId: 'gus' })).toEqual([]);
      expect(found({ userId: 'zoe' })).toEqual(['g1']);
    });
    it('stays where it is when only the name is another', () => {
      apply(east.opened('g1'), east.entered('g1'));
      expect(apply(east.opened('g1', { ...ownerOf('g1'), name: 'Gustav' }))).toEqual([]);
      expect(registry.isPresent('lobby', 'gus')).toBe(true);
    });
  });

  describe('the connections', () => {
    it('are told as they were opened, with their rooms', () => {
      apply(east.opened('b1'), east.entered('b1'), east.entered('b1', 'attic'));
      const [live] = registry.connections({ limit: 1 }).items;
      expect(live).toMatchObject({
        run: east.run,
        idle: false,
        connection: { connectionId: 'b1', user: ownerOf('b1'), userAgent: 'a test', address: '192.0.2.1' },
      });
      expect([...(live?.rooms ?? [])]).toEqual(['lobby', 'attic']);
    });
    it('are found by user, room and gateway, and by all of them at once', () => {
      const west = new ScriptedRun('west', 100);
      apply(west.started(), west.opened('b2'), west.entered('b2'), west.opened('e2'), west.introduced());
      apply(east.opened('b1'), east.entered('b1', 'attic'), east.opened('e1'), east.entered('e1'));
      expect(found({})).toEqual(['b1', 'b2', 'e1', 'e2']);
      expect(found({ userId: 'bob' })).toEqual(['b1', 'b2']);
      expect(found({ roomId: 'lobby' })).toEqual(['b2', 'e1']);
      expect(found({ gateway: 'west' })).toEqual(['b2', 'e2']);
      expect(found({ userId: 'bob', roomId: 'lobby', gateway: 'west' })).toEqual(['b2']);
      expect(found({ userId: 'bob', roomId: 'lobby', gateway: 'east' })).toEqual([]);
      expect(found({ gateway: 'nowhere' })).toEqual([]);
    });
    it('come in pages', () => {
      const ids = Array.from({ length: 95 }, (_, index) => `b${String(index * 7).padStart(3, '0')}`);
      apply(...[...ids].reverse().map((id) => east.opened(id)));
      const pages: string[][] = [];
      for (let after: string | undefined = ''; after !== undefined;) {
        const { items, more } = registry.connections({ limit: 10, after });
        pages.push(items.map(({ connection }) => connection.connectionId));
        after = more ? pages.at(-1)?.at(-1) : undefined;
      }
      expect(pages).toHaveLength(10);
      expect(pages.flat()).toEqual(ids);
    });
    it('are told once while one run follows another', () => {
      apply(east.opened('b1'), east.entered('b1'));
      const next = new ScriptedRun('east', 200);
      apply(next.started(), next.opened('b1'), next.idled('b1'));
      expect(registry.connections({ limit: 10 }).items).toMatchObject([{ run: next.run, idle: true }]);
    });
    it('fall idle and wake', () => {
      apply(east.opened('b1'), east.idled('b1'));
      const isIdle = () => registry.connections({ limit: 1 }).items[0]?.idle;
      expect(isIdle()).toBe(true);
      apply(east.woke('b1'));
      expect(isIdle()).toBe(false);
    });
  });
}
