import type { Alert, DashboardEvent, Metrics, SystemEvent } from '@noroshi/domain';
import { Hub, Session, type Connection, type Identity } from '@noroshi/hub';
import { dashboardDialect, disconnects, type Disconnect } from '@noroshi/protocol';
import { Dashboards } from './dashboards.js';

const NOW = 1_700_000_000_000;
const SLOW_BYTES = 100;

const metrics: Metrics = {
  activeUsers: 0,
  requestsPerMinute: 0,
  errorRate: 0,
  avgResponseTime: 0,
  systemLoad: 0,
  memoryUsage: 0,
};
const measured = (second: number): DashboardEvent => ({
  type: 'MetricsMeasured',
  at: NOW + second * 1000,
  metrics: { ...metrics, activeUsers: second },
});
const counted = (second: number): DashboardEvent => ({
  type: 'RoomsMeasured',
  at: NOW + second * 1000,
  rooms: { messagesPerMinute: second, joinsPerMinute: 0, participants: 0, lateEvents: 0, topRooms: [] },
});
const alerted = (id: string, state: Alert['state'] = 'firing'): DashboardEvent => ({
  type: 'AlertChanged',
  rule: 'slow',
  alert: {
    ...{ id, severity: 'warning', title: 'Slow', message: 'slow', metric: 'avgResponseTime', value: 9, threshold: 5 },
    ...{ timestamp: NOW, state },
  },
});
const happened = (id: string): DashboardEvent => ({
  type: 'SystemEventHappened',
  event: { id, kind: 'service_up', message: `${id} is up`, timestamp: NOW } satisfies SystemEvent,
});

/** Its client reads when it is told to. */
class Socket implements Connection {
  readonly texts: string[] = [];
  closing: Disconnect | undefined;
  unread = 0;
  #waiting: (() => void)[] = [];

  send(text: string): void {
    this.texts.push(text);
  }

  sendAll(texts: readonly string[]): void {
    this.texts.push(...texts);
  }

  sendBytes(): void {
    throw new Error('nobody sends bytes to a dashboard here');
  }

  buffered(): number {
    return this.unread;
  }

  drained(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async read(): Promise<void> {
    this.unread = 0;
    for (const resolve of this.#waiting.splice(0)) resolve();
    await new Promise((resolve) => setImmediate(resolve));
  }

  subscribe(): void {
    throw new Error('a dashboard is in no room');
  }

  unsubscribe(): void {
    throw new Error('a dashboard is in no room');
  }

  close(disconnect: Disconnect): void {
    this.closing = disconnect;
  }

  /** In short, and once each: `metrics_update 3`, `alert a firing`, `system_event b`. */
  heard(): string[] {
    return this.texts.splice(0).map((text) => {
      const { type, data } = JSON.parse(text) as { type: string; data: Record<string, string | number> };
      return [type, data['activeUsers'] ?? data['messagesPerMinute'] ?? data['id'] ?? data['code'], data['state']]
        .filter((part) => part !== undefined)
        .join(' ');
    });
  }
}

const admin: Identity = { user: { id: 'ann', name: 'Ann', guest: false }, roles: ['admin'] };
const user: Identity = { user: { id: 'ben', name: 'Ben', guest: false }, roles: ['moderator'] };
const guest: Identity = { user: { id: 'gus', name: 'Gus', guest: true } };

let dashboards: Dashboards;
const hub = new Hub({ publish: () => undefined, flush: () => undefined });

beforeEach(() => {
  dashboards = new Dashboards({ hub, slowBytes: SLOW_BYTES });
});

function come(identity?: Identity) {
  const socket = new Socket();
  const session = new Session({
    ...{ connectionId: 'c', connection: socket, dialect: dashboardDialect, traits: { oneRoom: true }, memory: {} },
    connectedAt: NOW,
    ...(identity ? { identity } : {}),
  });
  const watch = (...streams: Parameters<Dashboards['watch']>[1]) => dashboards.watch(session, streams, NOW + 400_000);
  return { socket, session, watch };
}

describe('whoever watches', () => {
  it('is an operator or a guest', () => {
    for (const identity of [admin, guest]) expect(() => come(identity).watch('metrics')).not.toThrow();
    for (const identity of [user, undefined]) expect(() => come(identity).watch('metrics')).toThrow(/role admin/);
  });

  it('hears what comes of what is watched, and nothing else', () => {
    const { socket, session, watch } = come(admin);
    watch('metrics', 'events');
    for (const event of [measured(1), alerted('a'), happened('b')]) dashboards.take(event);
    expect(socket.heard()).toEqual(['metrics_update 1', 'system_event b']);
    dashboards.unwatch(session, ['metrics']);
    for (const event of [measured(2), happened('c')]) dashboards.take(event);
    expect(socket.heard()).toEqual(['system_event c']);
    dashboards.unwatch(session, ['events', 'alerts']);
    dashboards.take(happened('d'));
    expect(socket.heard()).toEqual([]);
    expect(dashboards.size).toBe(0);
  });

  it('is told first how things stand, oldest first, and then everything once', () => {
    for (let second = 0; second <= 400; second += 1) dashboards.take(measured(second));
    for (let each = 1; each <= 60; each += 1) dashboards.take(happened(`e${each}`));
    for (const event of [alerted('a'), alerted('b'), alerted('a', 'resolved')]) dashboards.take(event);
    const { socket, watch } = come(admin);
    watch('metrics', 'alerts', 'events', 'metrics');
    dashboards.take(measured(401));
    const heard = socket.heard();
    expect(heard.slice(0, 300)).toEqual(Array.from({ length: 300 }, (_, each) => `metrics_update ${each + 101}`));
    expect(heard.slice(300)).toEqual([
      'alert a resolved',
      'alert b firing',
      ...Array.from({ length: 50 }, (_, each) => `system_event e${each + 11}`),
      'metrics_update 401',
    ]);
    watch('metrics');
    expect(socket.heard()).toEqual([]);
  });

  it('is told of the alerts that are over too, the last fifty, because it may have seen them fire before it was away', () => {
    const [early, late] = [come(admin), come(admin)];
    early.watch('alerts');
    dashboards.take(alerted('a'));
    dashboards.unwatch(early.session, ['alerts']);
    dashboards.take(alerted('a', 'resolved'));
    expect(early.socket.heard()).toEqual(['alert a firing']);
    early.watch('alerts');
    expect(early.socket.heard()).toEqual(['alert a resolved']);
    for (let each = 1; each <= 50; each += 1)
      for (const state of ['firing', 'resolved'] as const) dashboards.take(alerted(`b${each}`, state));
    late.watch('alerts');
    expect(late.socket.heard()).toEqual(Array.from({ length: 50 }, (_, each) => `alert b${each + 1} resolved`));
  });

  it('is told of the rooms how it is now, unless that was long ago', () => {
    for (const second of [1, 2, 2]) dashboards.take(counted(second));
    const early = come(admin);
    early.watch('rooms');
    expect(early.socket.heard()).toEqual([]);
    dashboards.take(counted(401));
    expect(early.socket.heard()).toEqual(['rooms_update 401']);
    const late = come(admin);
    late.watch('rooms');
    expect(late.socket.heard()).toEqual(['rooms_update 401']);
  });

  it('is not told twice what was stored twice', () => {
    const { socket, watch } = come(admin);
    watch('metrics', 'alerts', 'events');
    for (const event of [measured(1), alerted('a'), happened('b')]) {
      dashboards.take(event);
      dashboards.take(event);
    }
    dashboards.take(alerted('a', 'resolved'));
    expect(socket.heard()).toEqual(['metrics_update 1', 'alert a firing', 'system_event b', 'alert a resolved']);
  });

  it('hears nothing more, and why, when a token takes the right away', () => {
    const { socket, session, watch } = come(admin);
    watch('events');
    session.identity = user;
    for (const event of [happened('a'), happened('b')]) dashboards.take(event);
    expect(socket.heard()).toEqual(['error forbidden']);
  });

  it('is forgotten when it is gone', () => {
    const { session, watch } = come(admin);
    watch('events');
    session.closed = true;
    dashboards.sweep();
    expect(dashboards.size).toBe(0);
  });
});

describe('whoever reads too slowly', () => {
  it('gets every alert and event when it has read, and of the metrics the last', async () => {
    const { socket, watch } = come(admin);
    watch('metrics', 'alerts', 'events', 'rooms');
    socket.unread = SLOW_BYTES + 1;
    for (const event of [measured(1), alerted('a'), counted(1), measured(2), happened('b'), counted(2)])
      dashboards.take(event);
    expect(socket.heard()).toEqual([]);
    await socket.read();
    expect(socket.heard()).toEqual(['alert a firing', 'system_event b', 'metrics_update 2', 'rooms_update 2']);
    dashboards.take(measured(3));
    expect(socket.heard()).toEqual(['metrics_update 3']);
  });

  it('gets nothing of what it does not watch any more', async () => {
    const { socket, session, watch } = come(admin);
    watch('metrics', 'events');
    socket.unread = SLOW_BYTES + 1;
    for (const event of [measured(1), happened('b')]) dashboards.take(event);
    dashboards.unwatch(session, ['metrics']);
    await socket.read();
    expect(socket.heard()).toEqual(['system_event b']);
  });

  it('is closed when too much waits, and never left without a word', () => {
    const { socket, watch } = come(admin);
    watch('events');
    socket.unread = SLOW_BYTES + 1;
    for (let each = 1; each <= 1_000; each += 1) dashboards.take(happened(`e${each}`));
    expect(socket.closing).toBeUndefined();
    dashboards.take(happened('one more'));
    expect(socket.closing).toBe(disconnects.tooSlow);
  });
});
