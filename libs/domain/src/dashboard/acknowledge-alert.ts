import type { Alert } from './alert.js';
import type { AlertChanged } from './dashboard-events.js';
import type { AlertBook, Evaluated } from './evaluate-alerts.js';

export interface Acknowledgement {
  /** Of an alert that fires. */
  readonly alertId: string;
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Somebody sees to an alert. The first one counts: for another there are no `changes`. Undefined: no such alert fires. */
export function acknowledgeAlert(
  book: AlertBook,
  { alertId, by, at }: Acknowledgement,
): (Evaluated & { readonly alert: Alert }) | undefined {
  const firing = firingAlert(book, alertId);
  if (!firing) return undefined;
  if (firing.alert.acknowledgedBy !== undefined) return { book, changes: [], alert: firing.alert };
  const alert: Alert = { ...firing.alert, acknowledgedBy: by, acknowledgedAt: at };
  return { book: withAlert(book, alert), changes: [{ ...firing, type: 'AlertChanged', alert }], alert };
}

/** As it was told last. */
function firingAlert({ watches, ending }: AlertBook, id: string): Omit<AlertChanged, 'type'> | undefined {
  for (const [rule, { firing }] of watches) if (firing?.id === id) return { alert: firing, rule };
  return ending.find(({ alert }) => alert.id === id);
}

const withAlert = (book: AlertBook, alert: Alert): AlertBook => ({
  ...book,
  watches: new Map(
    [...book.watches].map(([rule, watch]) => [
      rule,
      watch.firing?.id === alert.id ? { ...watch, firing: alert } : watch,
    ]),
  ),
  ending: book.ending.map((each) => (each.alert.id === alert.id ? { ...each, alert } : each)),
});
