import { roomLane, SILENCE_MS, type AlertRule, type Work } from '@noroshi/domain';
import { eventually } from '@noroshi/testing';
import { runMetrics } from './testing/running-metrics.js';

const busy: AlertRule = {
  id: 'busy',
  metric: 'requestsPerMinute',
  comparison: 'above',
  threshold: 100,
  for: 2,
  severity: 'warning',
  title: 'Busy',
};

let metrics: Awaited<ReturnType<typeof runMetrics>>;

beforeEach(async () => {
  metrics = await runMetrics({ rules: [busy] });
});
afterEach(() => metrics.stop());

const work = (requests: number): { work: Work } => ({ work: { requests, failures: 0, microseconds: requests * 2000 } });

type Follower = Awaited<ReturnType<typeof metrics.follow>>;

/** A second passes in which these were told; gives what was measured in it. */
async function second(follower: Follower, reports: () => void = () => undefined) {
  reports();
  await metrics.settled();
  metrics.clock.tick();
  return follower.sample();
}

describe('the metrics', () => {
  it('are of all who report, second by second', async () => {
    const follower = await metrics.follow();
    const first = await second(follower, () => {
      metrics.report('gateway-1', work(30));
      metrics.report('gateway-2', work(10));
      metrics.report('rooms', { connectedUsers: 3 });
    });
    expect(first).toEqual({
      type: 'MetricsMeasured',
      at: metrics.clock.now(),
      metrics: {
        activeUsers: 3,
        requestsPerMinute: 40,
        errorRate: 0,
        avgResponseTime: 2,
        systemLoad: expect.any(Number) as number,
        memoryUsage: expect.any(Number) as number,
      },
    });
    const later = await second(follower, () => metrics.report('gateway-1', work(31)));
    expect(later.metrics.requestsPerMinute).toBe(41);
    follower.close();
  });

  it('of the last five minutes are there for whoever comes later, also after a restart of the process', async () => {
    const early = await metrics.follow();
    const seen = [];
    for (let each = 0; each < 310; each += 1)
      seen.push(await second(early, () => metrics.report('gateway-1', work(each))));
    await metrics.recompose();
    const late = await metrics.follow();
    const found = [];
    for (let each = 0; each < 300; each += 1) found.push(await late.sample());
    expect(found).toEqual(seen.slice(-300));
    expect(late.heard.filter(({ type }) => type === 'MetricsMeasured')).toEqual([]);
    early.close();
    late.close();
  });

  it('have a gap, and nothing else happens, while the log is away', async () => {
    const follower = await metrics.follow();
    await second(follower, () => metrics.report('gateway-1', work(1)));
    await metrics.server.restart();
    await eventually(async () => (await metrics.raise({})).ok, { reason: 'the process hears again' });
    const after = await second(follower, () => metrics.report('gateway-1', work(2)));
    expect(after.metrics.requestsPerMinute).toBe(2);
    follower.close();
  });
});

describe('the alerts', () => {
  it('fire when their condition has held, and are resolved when it has not', async () => {
    const follower = await metrics.follow();
    for (let each = 0; each < 3; each += 1) await second(follower, () => metrics.report('gateway-1', work(101)));
    const { alert } = await follower.alert();
    expect(alert).toMatchObject({ title: 'Busy', metric: 'requestsPerMinute', value: 101, state: 'firing' });
    for (let each = 0; each < 3; each += 1) await second(follower, () => metrics.report('gateway-1', work(5)));
    expect((await follower.alert()).alert).toMatchObject({ id: alert.id, value: 5, state: 'resolved' });
    follower.close();
  });

  it('stay what they are over a restart of the process', async () => {
    const follower = await metrics.follow();
    const loud = () => metrics.report('gateway-1', work(500));
    for (let each = 0; each < 3; each += 1) await second(follower, loud);
    const { alert } = await follower.alert();
    await metrics.recompose();
    for (let each = 0; each < 4; each += 1) await second(follower, loud);
    for (let each = 0; each < 3; each += 1) await second(follower, () => metrics.report('gateway-1', work(0)));
    expect((await follower.alert()).alert).toMatchObject({ id: alert.id, state: 'resolved' });
    expect(follower.heard.filter(({ type }) => type === 'AlertChanged')).toEqual([]);
    follower.close();
  });

  it('are raised by hand, and resolved soon', async () => {
    const follower = await metrics.follow();
    const answer = await metrics.raise({ severity: 'critical', title: 'Only a test' });
    expect(answer).toMatchObject({ ok: true, alert: { severity: 'critical', title: 'Only a test', state: 'firing' } });
    expect((await follower.alert()).alert).toEqual(answer.ok && answer.alert);
    for (let each = 0; each < 10; each += 1) await second(follower);
    const { alert } = await follower.alert();
    expect(alert).toMatchObject({ id: answer.ok && answer.alert.id, state: 'resolved' });
    follower.close();
  });

  it('are told once more when somebody sees to them, also after a restart, and no second time', async () => {
    const follower = await metrics.follow();
    const loud = () => metrics.report('gateway-1', work(500));
    for (let each = 0; each < 3; each += 1) await second(follower, loud);
    const { alert } = await follower.alert();
    await metrics.recompose();
    const answer = await metrics.acknowledge(alert.id, 'olga');
    expect(answer).toMatchObject({ ok: true, alert: { id: alert.id, state: 'firing', acknowledgedBy: 'olga' } });
    expect((await follower.alert()).alert).toEqual(answer.ok && answer.alert);
    expect(await metrics.acknowledge(alert.id, 'pat')).toEqual(answer);
    expect(await metrics.acknowledge('crowd-1', 'pat')).toEqual({ ok: false, code: 'not_found' });
    for (let each = 0; each < 4; each += 1) await second(follower, () => metrics.report('gateway-1', work(0)));
    expect((await follower.alert()).alert).toMatchObject({ state: 'resolved', acknowledgedBy: 'olga' });
    expect(await metrics.acknowledge(alert.id, 'olga')).toEqual({ ok: false, code: 'not_found' });
    follower.close();
  });
});

describe('the system events', () => {
  it('tell who comes and who is not heard any more, and a gateway that died is in no figure', async () => {
    const follower = await metrics.follow();
    await second(follower, () => metrics.report('gateway-1', work(30)));
    const names = async () => (await follower.event()).event.message;
    expect([await names(), await names()]).toEqual(
      expect.arrayContaining(['gateway-1 is up', expect.stringMatching(/analytics-metrics is up$/)]),
    );
    let sample = await second(follower);
    for (let silentMs = 2_000; silentMs < SILENCE_MS; silentMs += 1_000) {
      expect(sample.metrics.requestsPerMinute).toBe(30);
      sample = await second(follower);
    }
    expect(sample.metrics.requestsPerMinute).toBe(0);
    for (;;) {
      const { event } = await follower.event();
      if (event.kind !== 'service_down' || event.gateway === undefined) continue;
      expect(event).toMatchObject({ gateway: 'gateway-1', message: 'gateway-1 is not heard any more' });
      break;
    }
    follower.close();
  });

  it('tell each public room that was opened once, and of a private one not which', async () => {
    const follower = await metrics.follow();
    const open = (roomId: string, isPublic: boolean) =>
      metrics.rooms.append(roomLane(roomId, 'control'), {
        type: 'RoomOpened',
        owner: { id: 'ann', name: 'Ann', guest: false },
        name: `Room ${roomId}`,
        settings: { isPublic, maxMembers: 10, allowFileSharing: true },
      });
    await open('lobby', true);
    await open('den', false);
    await metrics.recompose();
    await open('attic', true);
    const opened = [];
    while (opened.length < 3) {
      const { event } = await follower.event();
      if (event.kind === 'room_opened') opened.push(event);
    }
    expect(opened).toMatchObject([
      { message: 'Room lobby was opened', roomId: 'lobby' },
      { message: 'A private room was opened' },
      { message: 'Room attic was opened', roomId: 'attic' },
    ]);
    expect(opened[1]).not.toHaveProperty('roomId');
    expect(new Set(opened.map(({ id }) => id)).size).toBe(3);
    follower.close();
  });
});
