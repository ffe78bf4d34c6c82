import type { Alert } from '@noroshi/client';
import { alertBoard, isFiring, marksOf } from './alert-board.js';

const alert = (id: string, at: number, more: Partial<Alert> = {}): Alert => ({
  ...{ id, at, severity: 'warning', title: id, message: '', metric: 'errorRate', value: 1, threshold: 0.5 },
  ...{ state: 'firing', ...more },
});
const over = (id: string, at: number) => alert(id, at, { state: 'resolved' });
const ids = (told: readonly Alert[]) =>
  alertBoard(told).map((story) => `${story.alert.id}${isFiring(story) ? '!' : ''}`);

describe('the board of alerts', () => {
  it('has each alert once, as it was told last', () => {
    const told = [alert('a', 1), alert('a', 1, { acknowledgedBy: 'olga' })];
    expect(alertBoard(told)).toEqual([{ alert: told[1], firedAt: 1 }]);
    expect(alertBoard([...told, over('a', 9)])).toMatchObject([{ firedAt: 1, resolvedAt: 9 }]);
  });

  it('has first what fires, the gravest first, then what is over, the latest first', () => {
    const told = [alert('slow', 1), alert('info', 5, { severity: 'info' }), alert('bad', 2, { severity: 'critical' })];
    const past = [alert('x', 1), over('x', 3), alert('y', 1), over('y', 4)];
    expect(ids([...told, ...past])).toEqual(['bad!', 'slow!', 'info!', 'y', 'x']);
  });

  it('does not let what is over fire again because it is told again', () => {
    expect(ids([alert('a', 1), over('a', 2), alert('a', 1)])).toEqual(['a']);
  });
});

it('an alert marks the chart of its metric, until now while it fires', () => {
  const board = alertBoard([alert('a', 1_000), alert('b', 2_000), over('b', 3_000), alert('c', 1, { metric: 'test' })]);
  expect(marksOf('errorRate', board, 9_000)).toEqual([
    { from: 1_000, to: 9_000, severity: 'warning', threshold: 0.5 },
    { from: 2_000, to: 3_000, severity: 'warning', threshold: 0.5 },
  ]);
  expect(marksOf('systemLoad', board, 9_000)).toEqual([]);
});
