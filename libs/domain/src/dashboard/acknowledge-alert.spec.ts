import { acknowledgeAlert } from './acknowledge-alert.js';
import type { Alert, AlertRule } from './alert.js';
import type { AlertChanged } from './dashboard-events.js';
import { emptyBook, evaluateAlerts, raiseAlert, resumeAlerts, type AlertBook } from './evaluate-alerts.js';
import type { Sample } from './metrics.js';

const rule: AlertRule = {
  ...{ id: 'crowd', metric: 'activeUsers', comparison: 'above', threshold: 10, for: 0 },
  ...{ severity: 'warning', title: 'A crowd' },
};
const START = 1_000_000;
const sample = (second: number, activeUsers: number): Sample => ({
  at: START + second * 1000,
  metrics: { activeUsers, requestsPerMinute: 0, errorRate: 0, avgResponseTime: 0, systemLoad: 0, memoryUsage: 0 },
});

const by = { by: 'olga', at: START + 500 };

function fired() {
  const { book, changes } = evaluateAlerts(emptyBook, [rule], sample(0, 20));
  const [change] = changes as [AlertChanged];
  return { book, change, alertId: change.alert.id };
}

const ends = (book: AlertBook, rules = [rule]) => evaluateAlerts(book, rules, sample(1, 5)).changes;

describe('an acknowledged alert', () => {
  it('is told once more, with who sees to it, and says so to its end', () => {
    const { book, change, alertId } = fired();
    const acknowledged = acknowledgeAlert(book, { alertId, ...by });
    const alert = { ...change.alert, acknowledgedBy: 'olga', acknowledgedAt: START + 500 };
    expect(acknowledged?.changes).toEqual([{ ...change, alert }]);
    expect(ends(acknowledged?.book ?? book)).toMatchObject([
      { rule: 'crowd', alert: { id: alertId, state: 'resolved', acknowledgedBy: 'olga' } },
    ]);
  });

  it('is whose who was first', () => {
    const { book, alertId } = fired();
    const first = acknowledgeAlert(book, { alertId, ...by });
    const second = acknowledgeAlert(first?.book ?? book, { alertId, by: 'pat', at: START + 900 });
    expect(second).toMatchObject({ changes: [], alert: { acknowledgedBy: 'olga' } });
  });

  it('fires: one that is over, or never was, can not be acknowledged', () => {
    const { book, alertId } = fired();
    const over = evaluateAlerts(book, [rule], sample(1, 5)).book;
    expect(acknowledgeAlert(over, { alertId, ...by })).toBeUndefined();
    expect(acknowledgeAlert(emptyBook, { alertId, ...by })).toBeUndefined();
  });

  it('may be one that was raised by hand, and still ends by itself', () => {
    const alert: Alert = {
      ...{ id: 'test-1', severity: 'info', title: 'Test', message: 'A test', metric: 'test', value: 1, threshold: 0 },
      ...{ timestamp: START, state: 'firing' },
    };
    const { book } = raiseAlert(emptyBook, alert, START + 1000);
    const acknowledged = acknowledgeAlert(book, { alertId: 'test-1', ...by });
    expect(acknowledged?.changes).toMatchObject([{ until: START + 1000, alert: { acknowledgedBy: 'olga' } }]);
    expect(ends(acknowledged?.book ?? book)).toMatchObject([{ alert: { id: 'test-1', state: 'resolved' } }]);
  });

  it('stays acknowledged over a restart of whoever evaluates, and fires no second time', () => {
    const { book, change, alertId } = fired();
    const told = [change, ...(acknowledgeAlert(book, { alertId, ...by })?.changes ?? [])];
    const resumed = resumeAlerts([rule], told, [sample(0, 20)]);
    expect(resumed.changes).toEqual([]);
    expect(ends(resumed.book)).toMatchObject([{ alert: { id: alertId, state: 'resolved', acknowledgedBy: 'olga' } }]);
    const without = resumeAlerts([], told, []);
    expect(ends(without.book, [])).toMatchObject([{ rule: 'crowd', alert: { acknowledgedBy: 'olga' } }]);
  });
});
