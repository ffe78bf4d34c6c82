import fc from 'fast-check';
import { LastMinute } from './last-minute.js';
import { mergeReports } from './merge-reports.js';
import { metricNames } from './metrics.js';
import { asProcessReport, type HostUsage, type ProcessReport, type Work } from './process-report.js';

const host: HostUsage = { name: 'h1', processors: 4, load: 0.5, memory: 1000, memoryUsed: 400 };

const report = (name: string, more: Partial<ProcessReport> = {}): ProcessReport => ({
  process: { name, role: 'gateway', epoch: 1 },
  state: 'up',
  host,
  ...more,
});

const count = fc.nat({ max: 1_000_000 });
const someWork: fc.Arbitrary<Work> = fc
  .tuple(count, fc.nat({ max: 100 }), count)
  .map(([requests, percent, microseconds]) => ({
    requests,
    failures: Math.floor((requests * percent) / 100),
    microseconds,
  }));
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const someHost: fc.Arbitrary<HostUsage> = fc.record({
  name: fc.constantFrom('h1', 'h2', 'h3'),
  processors: fc.integer({ min: 1, max: 64 }),
  load: fraction,
  memory: fc.integer({ min: 1, max: 1e12 }),
  memoryUsed: fc.integer({ min: 0, max: 1e12 }),
});
const someReports = fc
  .array(fc.record({ host: someHost, work: someWork, users: fc.option(count, { nil: undefined }) }), { maxLength: 8 })
  .map((parts) =>
    parts.map((part, index) =>
      report(`p${index}`, {
        host: part.host,
        work: part.work,
        ...(part.users === undefined ? {} : { connectedUsers: part.users }),
      }),
    ),
  );

describe('the metrics of all processes', () => {
  it('are of nobody zero, and never a division by it', () => {
    expect(mergeReports([])).toEqual({
      activeUsers: 0,
      requestsPerMinute: 0,
      errorRate: 0,
      avgResponseTime: 0,
      systemLoad: 0,
      memoryUsage: 0,
    });
  });

  it('are what the processes did together', () => {
    const merged = mergeReports([
      report('g1', { work: { requests: 30, failures: 3, microseconds: 60_000 } }),
      report('g2', {
        work: { requests: 10, failures: 0, microseconds: 20_000 },
        host: { ...host, name: 'h2', load: 1 },
      }),
      report('rooms', { connectedUsers: 7 }),
    ]);
    expect(merged).toEqual({
      activeUsers: 7,
      requestsPerMinute: 40,
      errorRate: 0.075,
      avgResponseTime: 2,
      systemLoad: 0.75,
      memoryUsage: 0.4,
    });
  });

  it('know the users of before while the keeper of presence is silent', () => {
    expect(mergeReports([report('g1')], 5).activeUsers).toBe(5);
    expect(mergeReports([report('rooms', { connectedUsers: 0 })], 5).activeUsers).toBe(0);
  });

  it('are finite, and shares are from 0 to 1, whatever is told', () => {
    fc.assert(
      fc.property(someReports, (reports) => {
        const merged = mergeReports(reports);
        for (const name of metricNames) expect(Number.isFinite(merged[name])).toBe(true);
        for (const name of ['errorRate', 'systemLoad', 'memoryUsage'] as const) {
          expect(merged[name]).toBeGreaterThanOrEqual(0);
          expect(merged[name]).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('do not depend on the order in which they are told', () => {
    const shuffled = someReports.chain((reports) =>
      fc.tuple(
        fc.constant(reports),
        fc.shuffledSubarray(reports, { minLength: reports.length, maxLength: reports.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([reports, others]) => {
        expect(mergeReports(others)).toEqual(mergeReports(reports));
      }),
    );
  });

  it('do not depend on how the work is spread over gateways', () => {
    const deeds = fc.array(
      fc.record({ milliseconds: fc.integer({ min: 0, max: 9000 }), failed: fc.boolean(), gateway: fc.nat({ max: 4 }) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(deeds, (done) => {
        const own = Array.from({ length: 5 }, () => new LastMinute());
        const all = new LastMinute();
        for (const deed of done) {
          own[deed.gateway]?.done(1_000, deed);
          all.done(1_000, deed);
        }
        const spread = own.map((minute, index) => report(`g${index}`, { work: minute.work(1_000) }));
        expect(mergeReports(spread)).toEqual(mergeReports([report('g0', { work: all.work(1_000) })]));
      }),
    );
  });
});

describe('the work of the last minute', () => {
  it('holds what was done within it, and no more', () => {
    const minute = new LastMinute();
    minute.done(500, { milliseconds: 1.5, failed: false });
    minute.done(59_900, { milliseconds: 2, failed: true });
    expect(minute.work(59_999)).toEqual({ requests: 2, failures: 1, microseconds: 3500 });
    expect(minute.work(60_000)).toEqual({ requests: 1, failures: 1, microseconds: 2000 });
    expect(minute.work(119_000)).toEqual({ requests: 0, failures: 0, microseconds: 0 });
  });

  it('uses a place again after a minute', () => {
    const minute = new LastMinute();
    minute.done(500, { milliseconds: 1, failed: true });
    minute.done(60_500, { milliseconds: 2, failed: false });
    expect(minute.work(60_500)).toEqual({ requests: 1, failures: 0, microseconds: 2000 });
  });
});

describe('a report', () => {
  it('is known as one when it came over a network', () => {
    const told = report('g1', { work: { requests: 1, failures: 0, microseconds: 3 }, connectedUsers: 2 });
    expect(asProcessReport(JSON.parse(JSON.stringify(told)))).toEqual(told);
  });

  it.each([
    undefined,
    null,
    7,
    'up',
    [],
    {},
    { ...report('g1'), state: 'gone' },
    { ...report('g1'), process: { name: 'g1', role: 'gateway', epoch: '1' } },
    { ...report('g1'), host: { ...host, load: null } },
    { ...report('g1'), work: { requests: 1.5, failures: 0, microseconds: 0 } },
    { ...report('g1'), connectedUsers: NaN },
  ])('is not %j', (value) => {
    expect(asProcessReport(value)).toBeUndefined();
  });
});
