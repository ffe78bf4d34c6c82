import fc from 'fast-check';
import type { Alert, AlertRule } from './alert.js';
import type { AlertChanged } from './dashboard-events.js';
import { emptyBook, evaluateAlerts, raiseAlert, resumeAlerts, type AlertBook } from './evaluate-alerts.js';
import type { Metrics, Sample } from './metrics.js';

const quiet: Metrics = {
  activeUsers: 0,
  requestsPerMinute: 0,
  errorRate: 0,
  avgResponseTime: 0,
  systemLoad: 0,
  memoryUsage: 0,
};
const rule: AlertRule = {
  id: 'busy',
  metric: 'requestsPerMinute',
  comparison: 'above',
  threshold: 100,
  for: 3,
  severity: 'warning',
  title: 'Busy',
};
const START = 1_000_000;
const sample = (second: number, value: number): Sample => ({
  at: START + second * 1000,
  metrics: { ...quiet, requestsPerMinute: value },
});
const series = (...values: readonly number[]) => values.map((value, second) => sample(second, value));

function run(
  samples: readonly Sample[],
  { rules = [rule], from = emptyBook }: { readonly rules?: readonly AlertRule[]; readonly from?: AlertBook } = {},
) {
  let book: AlertBook = from;
  const changes: AlertChanged[] = [];
  for (const each of samples) {
    const evaluated = evaluateAlerts(book, rules, each);
    book = evaluated.book;
    changes.push(...evaluated.changes);
  }
  return { book, changes };
}
const story = (changes: readonly AlertChanged[]) =>
  changes.map(({ alert: { state, timestamp } }) => `${state} ${(timestamp - START) / 1000}`);

describe('a rule about what is done in rooms', () => {
  const late: AlertRule = { ...rule, id: 'late', metric: 'lateEvents', threshold: 0 };
  const rooms = { messagesPerMinute: 0, joinsPerMinute: 0, participants: 0, lateEvents: 1 };
  const counted = (second: number): Sample => ({ ...sample(second, 0), rooms });

  it('fires as any other', () => {
    const { changes } = run([0, 1, 2, 3].map(counted), { rules: [late] });
    expect(changes).toMatchObject([{ alert: { metric: 'lateEvents', value: 1, state: 'firing' } }]);
  });

  it('does not hold while nobody counts it', () => {
    const samples = [counted(0), counted(1), sample(2, 0), counted(3), counted(4), counted(5)];
    expect(run(samples, { rules: [late] }).changes).toEqual([]);
  });
});

describe('an alert', () => {
  it('fires when its condition has held for its time, and says of what', () => {
    const { changes } = run(series(0, 200, 300, 400, 500));
    expect(changes).toEqual([
      {
        type: 'AlertChanged',
        rule: 'busy',
        alert: {
          id: `busy-${(START + 1000).toString(36)}`,
          severity: 'warning',
          title: 'Busy',
          message: 'requestsPerMinute is 500, above 100 for 3 s',
          metric: 'requestsPerMinute',
          value: 500,
          threshold: 100,
          timestamp: START + 4000,
          state: 'firing',
        },
      },
    ]);
  });

  it('does not fire for what was over before its time', () => {
    expect(story(run(series(200, 200, 200, 0, 200, 200, 200, 0)).changes)).toEqual([]);
  });

  it('is resolved, under the same id, when its condition has not held for its time', () => {
    const { changes } = run(series(200, 200, 200, 200, 0, 200, 0, 0, 0, 0));
    expect(story(changes)).toEqual(['firing 3', 'resolved 9']);
    expect(changes[1]?.alert).toMatchObject({ id: changes[0]?.alert.id, value: 0 });
  });

  it('of a rule without a time fires and ends at once', () => {
    expect(story(run(series(0, 200, 200, 0), { rules: [{ ...rule, for: 0 }] }).changes)).toEqual([
      'firing 1',
      'resolved 3',
    ]);
  });

  it('is about the threshold itself neither above nor below', () => {
    expect(run(series(100, 100, 100, 100)).changes).toEqual([]);
    expect(run(series(100, 100, 100, 100), { rules: [{ ...rule, comparison: 'below' }] }).changes).toEqual([]);
    expect(story(run(series(9, 9, 9, 9), { rules: [{ ...rule, comparison: 'below' }] }).changes)).toEqual(['firing 3']);
  });

  it('has another id when it fires again', () => {
    const ids = run(series(200, 200, 200, 200, 0, 0, 0, 0, 200, 200, 200, 200)).changes.map(({ alert }) => alert.id);
    expect(new Set(ids).size).toBe(2);
  });

  it('does not count what nobody has measured', () => {
    const samples = [sample(0, 200), sample(1, 200), sample(60, 200), sample(61, 200)];
    expect(run(samples).changes).toEqual([]);
  });

  it('that was raised by hand ends when its time is over', () => {
    const alert: Alert = {
      ...{ id: 'test-1', severity: 'info', title: 'Test', message: 'A test', metric: 'test', value: 1, threshold: 0 },
      ...{ timestamp: START, state: 'firing' },
    };
    const raised = raiseAlert(emptyBook, alert, START + 2000);
    expect(raised.changes).toEqual([{ type: 'AlertChanged', alert, until: START + 2000 }]);
    const { changes, book } = run(series(0, 0, 0, 0), { from: raised.book });
    expect(changes).toEqual([
      { type: 'AlertChanged', alert: { ...alert, timestamp: START + 2000, state: 'resolved' } },
    ]);
    expect(book.ending).toEqual([]);
  });
});

describe('a restart of whoever evaluates', () => {
  const rules: readonly AlertRule[] = [
    rule,
    { ...rule, id: 'very-busy', threshold: 300, for: 0 },
    { ...rule, id: 'idle', comparison: 'below', threshold: 50, for: 2 },
  ];
  const values = fc.array(fc.constantFrom(0, 70, 200, 400), { minLength: 1, maxLength: 40 });

  it('changes nothing of what is told, wherever it falls', () => {
    fc.assert(
      fc.property(values, fc.nat(), fc.nat({ max: 3 }), (each, place, lost) => {
        const samples = series(...each);
        const cut = place % (samples.length + 1);
        const straight = run(samples, { rules });
        const before = run(samples.slice(0, cut), { rules });
        // The last changes may have been computed and not been told any more.
        const told = before.changes.slice(0, Math.max(0, before.changes.length - lost));
        const resumed = resumeAlerts(rules, told, samples.slice(0, cut));
        const after = run(samples.slice(cut), { rules, from: resumed.book });
        const known = new Map(
          [...told, ...resumed.changes, ...after.changes].map(({ alert }) => [`${alert.id} ${alert.state}`, alert]),
        );
        expect([...known.values()].sort(inOrder)).toEqual(straight.changes.map(({ alert }) => alert).sort(inOrder));
      }),
    );
  });

  it('does not let an alert fire under another id that began before anything that is remembered', () => {
    const { changes } = run(series(200, 200, 200, 200));
    const later = [sample(400, 200), sample(401, 200), sample(402, 200), sample(403, 200), sample(404, 200)];
    const resumed = resumeAlerts([rule], changes, later.slice(0, 2));
    expect([...resumed.changes, ...run(later.slice(2), { from: resumed.book }).changes]).toEqual([]);
  });

  it('ends the alerts of rules that there are no more', () => {
    const { changes } = run(series(200, 200, 200, 200));
    const resumed = resumeAlerts([], changes, []);
    const { changes: ends } = run([sample(10, 200)], { rules: [], from: resumed.book });
    expect(ends).toMatchObject([{ rule: 'busy', alert: { id: changes[0]?.alert.id, state: 'resolved' } }]);
  });
});

const inOrder = (a: Alert, b: Alert): number =>
  a.timestamp - b.timestamp || a.id.localeCompare(b.id) || a.state.localeCompare(b.state);
