import type { ProcessReport, ProcessRun } from './process-report.js';
import { Roster, SILENCE_MS } from './roster.js';

const NOW = 1_700_000_000_000;
const host = { name: 'h', processors: 2, load: 0, memory: 1, memoryUsed: 0 };
const gateway = (epoch = NOW): ProcessRun => ({ name: 'h-gateway-1', role: 'gateway', epoch });
const rooms: ProcessRun = { name: 'h-rooms', role: 'rooms', epoch: NOW };
const report = (process: ProcessRun, more: Partial<ProcessReport> = {}): ProcessReport => ({
  process,
  state: 'up',
  host,
  ...more,
});
const said = (events: ReturnType<Roster['hear']>) => events.map(({ event }) => `${event.kind} ${event.message}`);
const names = (roster: Roster) => [...roster.reports()].map(({ process }) => process.name);

describe('the processes that are up', () => {
  it('are those that are heard, from their first word on', () => {
    const roster = new Roster([], NOW);
    expect(roster.hear(report(gateway()), NOW + 100)).toEqual([
      {
        type: 'SystemEventHappened',
        process: gateway(),
        event: {
          id: `up-h-gateway-1-${NOW.toString(36)}`,
          kind: 'service_up',
          message: 'h-gateway-1 is up',
          gateway: 'h-gateway-1',
          timestamp: NOW + 100,
        },
      },
    ]);
    expect(said(roster.hear(report(rooms), NOW))).toEqual(['service_up h-rooms is up']);
    expect(roster.hear(report(gateway()), NOW + 1_000)).toEqual([]);
    expect(names(roster)).toEqual(['h-gateway-1', 'h-rooms']);
  });

  it('are gone when they have been silent, and told once', () => {
    const roster = new Roster([], NOW);
    roster.hear(report(gateway()), NOW);
    roster.hear(report(rooms), NOW + 1_000);
    expect(roster.sweep(NOW + SILENCE_MS - 1, false)).toEqual([]);
    const [down, ...more] = roster.sweep(NOW + SILENCE_MS, false);
    expect(more).toEqual([]);
    expect(down?.event).toMatchObject({ kind: 'service_down', gateway: 'h-gateway-1' });
    expect(names(roster)).toEqual(['h-rooms']);
    expect(roster.sweep(NOW + SILENCE_MS + 500, false)).toEqual([]);
  });

  it('are not missed by somebody who could hear nobody', () => {
    const roster = new Roster([], NOW);
    roster.hear(report(gateway()), NOW);
    expect(roster.sweep(NOW + 60_000, true)).toEqual([]);
    expect(roster.sweep(NOW + 60_000 + SILENCE_MS - 1, false)).toEqual([]);
    expect(roster.sweep(NOW + 60_000 + SILENCE_MS, false)).toHaveLength(1);
  });

  it('come back under the same run when they were only not heard', () => {
    const roster = new Roster([], NOW);
    roster.hear(report(gateway()), NOW);
    const [down] = roster.sweep(NOW + SILENCE_MS, false);
    const [up] = roster.hear(report(gateway()), NOW + 9_000);
    expect(up?.event).toMatchObject({ kind: 'service_up', message: 'h-gateway-1 is heard again' });
    const [again] = roster.sweep(NOW + 9_000 + SILENCE_MS, false);
    expect(new Set([down, up, again].map((each) => each?.event.id)).size).toBe(3);
  });

  it('that say goodbye are gone at once, and what comes late of them counts for nothing', () => {
    const roster = new Roster([], NOW);
    roster.hear(report(rooms), NOW);
    expect(said(roster.hear(report(rooms, { state: 'ending' }), NOW + 10))).toEqual(['service_down h-rooms stopped']);
    expect(roster.hear(report(rooms), NOW + 20)).toEqual([]);
    expect(names(roster)).toEqual([]);
  });

  it('that were started again before anybody missed them went and came', () => {
    const roster = new Roster([], NOW);
    roster.hear(report(gateway()), NOW);
    const later = gateway(NOW + 1_500);
    expect(said(roster.hear(report(later), NOW + 2_000))).toEqual([
      'service_down h-gateway-1 ended and was started again',
      'service_up h-gateway-1 is up',
    ]);
    expect(roster.hear(report(gateway()), NOW + 2_100)).toEqual([]);
    expect(roster.sweep(NOW + 2_000 + SILENCE_MS - 1, false)).toEqual([]);
  });

  it('drain once, and are up while they do', () => {
    const roster = new Roster([], NOW);
    roster.hear(report(gateway()), NOW);
    const draining = report(gateway(), { state: 'draining' });
    expect(roster.hear(draining, NOW + 1_000).map(({ event }) => event)).toMatchObject([
      { kind: 'gateway_drain', gateway: 'h-gateway-1' },
    ]);
    expect(roster.hear(draining, NOW + 2_000)).toEqual([]);
    expect(names(roster)).toEqual(['h-gateway-1']);
  });

  it('tell how many users there are, which is remembered', () => {
    const roster = new Roster([], NOW);
    roster.hear(report(rooms, { connectedUsers: 4 }), NOW);
    roster.sweep(NOW + SILENCE_MS, false);
    expect(roster.connectedUsers).toBe(4);
  });
});

describe('somebody who begins to listen', () => {
  it('tells nobody up who was told up before, and misses who is not heard any more', () => {
    const first = new Roster([], NOW);
    const told = [...first.hear(report(gateway()), NOW), ...first.hear(report(rooms), NOW)];
    const second = new Roster(told, NOW + 60_000);
    expect(names(second)).toEqual([]);
    expect(second.hear(report(rooms), NOW + 60_500)).toEqual([]);
    expect(said(second.sweep(NOW + 60_000 + SILENCE_MS, false))).toEqual([
      'service_down h-gateway-1 is not heard any more',
    ]);
  });

  it('does not miss again who was missed before', () => {
    const first = new Roster([], NOW);
    const told = [...first.hear(report(gateway()), NOW), ...first.sweep(NOW + SILENCE_MS, false)];
    expect(new Roster(told, NOW + 60_000).sweep(NOW + 90_000, false)).toEqual([]);
  });

  it('does not take for new who has run for long', () => {
    const roster = new Roster([], NOW + 3_600_000);
    expect(roster.hear(report(gateway()), NOW + 3_600_500)).toEqual([]);
    expect(names(roster)).toEqual(['h-gateway-1']);
  });
});
