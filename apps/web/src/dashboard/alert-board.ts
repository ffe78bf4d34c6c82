import type { Alert } from '@noroshi/client';
import type { Range } from './series.js';

/** An alert from its beginning to its end, as far as it was told. */
export interface AlertStory {
  readonly alert: Alert;
  /** Milliseconds since 1970. */
  readonly firedAt: number;
  readonly resolvedAt?: number;
}

const rank: Readonly<Record<Alert['severity'], number>> = { critical: 0, warning: 1, info: 2 };

/** Each alert once, as it was told last: those that fire first, the gravest first of them, then what is over, the latest first. */
export function alertBoard(told: readonly Alert[]): readonly AlertStory[] {
  const stories = new Map<string, AlertStory>();
  for (const alert of told) stories.set(alert.id, storyAfter(stories.get(alert.id), alert));
  return [...stories.values()].sort(byUrgency);
}

function storyAfter(before: AlertStory | undefined, alert: Alert): AlertStory {
  // Told again, because the connection was away: it is over all the same.
  if (before?.resolvedAt !== undefined) return before;
  const firedAt = before?.firedAt ?? alert.at;
  return alert.state === 'firing' ? { alert, firedAt } : { alert, firedAt, resolvedAt: alert.at };
}

function byUrgency(a: AlertStory, b: AlertStory): number {
  const [isOverA, isOverB] = [a.resolvedAt !== undefined, b.resolvedAt !== undefined];
  if (isOverA !== isOverB) return Number(isOverA) - Number(isOverB);
  if (isOverA) return (b.resolvedAt ?? 0) - (a.resolvedAt ?? 0);
  return rank[a.alert.severity] - rank[b.alert.severity] || b.firedAt - a.firedAt;
}

export const isFiring = ({ resolvedAt }: AlertStory): boolean => resolvedAt === undefined;

/** What of an alert is to be seen on the chart of its metric. */
export interface Mark extends Range {
  readonly severity: Alert['severity'];
  readonly threshold: number;
}

export const marksOf = (metric: string, board: readonly AlertStory[], now: number): readonly Mark[] =>
  board
    .filter(({ alert }) => alert.metric === metric)
    .map(({ alert, firedAt, resolvedAt }) => ({
      ...{ from: firedAt, to: resolvedAt ?? now },
      ...{ severity: alert.severity, threshold: alert.threshold },
    }));
