import { jetstreamManager } from '@nats-io/jetstream';
import { dashboardLane, type MetricsMeasured } from '@noroshi/domain';
import { createLiveFeed } from './live-feed.js';
import { createEventStore } from './jetstream-event-store.js';
import { ensureDashboardLog, epochOf, ensureStreams, ignoredOption, isRecent, NatsServerTooOld } from './streams.js';
import { useNats } from './testing/use-nats.js';

describe('the streams', () => {
  const tested = useNats();
  const manager = () => jetstreamManager(tested().nats.connection);

  it('are made with what the log relies on', async () => {
    const { config } = await (await manager()).streams.info('ROOMS');
    expect(config).toMatchObject({
      subjects: ['room.*.control', 'room.*.members', 'room.*.talk'],
      storage: 'file',
      retention: 'limits',
      max_age: 0,
      max_msgs: -1,
      duplicate_window: 120_000_000_000,
      allow_direct: true,
      republish: { src: 'room.>', dest: 'live.room.>' },
    });
  });

  it('are kept as long as what they hold is good for', async () => {
    const streams = (await manager()).streams;
    expect((await streams.info('SESSIONS')).config).toMatchObject({ max_age: 86_400_000_000_000, discard: 'old' });
    expect((await streams.info('CHECKPOINTS')).config).toMatchObject({ max_age: 0, max_msgs_per_subject: 1 });
  });

  it('of dashboards holds the last of each lane, and tells them to whoever begins to follow', async () => {
    const { nats } = tested();
    const [log] = await Promise.all([ensureDashboardLog(nats), ensureDashboardLog(nats)]);
    const store = createEventStore<MetricsMeasured>(nats, log);
    const metrics = { activeUsers: 0, requestsPerMinute: 0, errorRate: 0 };
    const measured = (at: number): MetricsMeasured => ({
      type: 'MetricsMeasured',
      at,
      metrics: { ...metrics, avgResponseTime: 0, systemLoad: 0, memoryUsage: 0 },
    });
    const lane = dashboardLane('metrics');
    for (let at = 1; at <= 305; at += 1) await store.append(lane, measured(at));
    expect((await store.read([lane])).map(({ event }) => event.at)).toEqual(
      Array.from({ length: 300 }, (_, index) => index + 6),
    );
    const told: number[] = [];
    const following = await createLiveFeed<MetricsMeasured>(nats, log).follow({
      category: lane.category,
      entity: lane.entity,
      after: { metrics: 0, alerts: 0, events: 0 },
      onEvent: ({ event }) => told.push(event.at),
    });
    await store.append(lane, measured(306));
    await following.catchUp();
    expect(told).toEqual(Array.from({ length: 301 }, (_, index) => index + 6));
    following.close();
  });

  it('keep their epoch, however often and by however many they are ensured', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => ensureStreams(tested().nats)));
    expect(new Set(all.map(({ rooms }) => rooms.epoch))).toEqual(new Set([tested().log.epoch]));
    expect(tested().log).toMatchObject({ stream: 'ROOMS', category: 'room' });
    expect(all[0]?.users).toMatchObject({ stream: 'USERS', category: 'user' });
  });

  it('are brought up to date when an older version made them', async () => {
    const streams = (await manager()).streams;
    await streams.update('USERS', { subjects: ['user.*.reads'], duplicate_window: 60_000_000_000 });
    await ensureStreams(tested().nats);
    const { config } = await streams.info('USERS');
    expect(config).toMatchObject({ subjects: ['user.*.*'], duplicate_window: 120_000_000_000 });
  });

  it('have a new epoch when they are made anew', async () => {
    const { users } = await ensureStreams(tested().nats);
    await (await manager()).streams.delete('USERS');
    const again = await ensureStreams(tested().nats);
    expect(again.users.epoch).not.toBe(users.epoch);
    expect(again.users.epoch).toMatch(/^[0-9a-z]{1,16}$/);
  });
});

describe('a server', () => {
  it('is recent enough from 2.11 on', () => {
    expect(['2.11.0', '2.15.1', '3.0.0', '2.12.0-RC.1'].map(isRecent)).toEqual([true, true, true, true]);
    expect(['2.10.26', '2.9.0', '1.99.0', '', 'x'].map(isRecent)).toEqual([false, false, false, false, false]);
  });

  it('that ignored an option is told by the option’s name', () => {
    const wanted = { allow_direct: true, republish: { src: 'a.>', dest: 'b.a.>' } };
    expect(ignoredOption(wanted, { ...wanted, max_msgs: -1 })).toBeUndefined();
    expect(ignoredOption(wanted, { allow_direct: true })).toBe('republish');
    expect(new NatsServerTooOld('2.6.0', 'republish').message).toBe(
      'nats-server 2.6.0 ignored the stream option republish',
    );
    expect(new NatsServerTooOld('2.6.0').message).toBe('nats-server 2.6.0 is too old: 2.11 or newer is needed');
  });
});

describe('an epoch', () => {
  it('is short and grows with time', () => {
    const created = '2026-11-22T18:21:08.789692548Z';
    expect(epochOf({ created, config: {} })).toBe(Date.UTC(2026, 10, 22, 18, 21, 8, 789).toString(36));
  });
});
