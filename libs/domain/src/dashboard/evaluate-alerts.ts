import type { Alert, AlertRule } from './alert.js';
import type { AlertChanged } from './dashboard-events.js';
import { figureOf, type Sample } from './metrics.js';

/** What is known of one rule. */
interface Watch {
  /** Since when the condition has held, or for a firing alert has not, without a break. */
  readonly turningSince?: number;
  readonly firing?: Alert;
  /** When its last alert was told: samples up to then count for nothing any more. */
  readonly toldAt: number;
}

/** How the alerts stand after a sample. */
export interface AlertBook {
  /** When the last sample was taken. */
  readonly at: number;
  /** By the rules' ids. */
  readonly watches: ReadonlyMap<string, Watch>;
  /** Alerts that end by themselves: raised by hand, or by a rule that there is no more. */
  readonly ending: readonly { readonly alert: Alert; readonly until: number; readonly rule?: string }[];
}

export interface Evaluated {
  readonly book: AlertBook;
  readonly changes: readonly AlertChanged[];
}

/** Nobody knows what was in a gap as long as this, so what had to hold without a break begins anew. */
const GAP_MS = 10_000;

const untold: Watch = { toldAt: 0 };

export const emptyBook: AlertBook = { at: 0, watches: new Map(), ending: [] };

/**
 * What a sample does to the alerts. A rule's alert fires when its condition has held for the rule's time, and is resolved
 * when it has not held for as long. Its id is made of the moment in which the condition began to hold, so whoever evaluates
 * the same samples finds the same alerts.
 */
export function evaluateAlerts(book: AlertBook, rules: readonly AlertRule[], sample: Sample): Evaluated {
  const isGap = sample.at - book.at > GAP_MS;
  const changes: AlertChanged[] = [];
  const watches = new Map<string, Watch>();
  for (const rule of rules) {
    const { turningSince, ...before } = book.watches.get(rule.id) ?? untold;
    const known = isGap || turningSince === undefined ? before : { ...before, turningSince };
    const { watch, alert } = look(rule, known, sample);
    watches.set(rule.id, watch);
    if (alert) changes.push({ type: 'AlertChanged', alert, rule: rule.id });
  }
  const over = book.ending.filter(({ until }) => until <= sample.at);
  const ending = book.ending.filter(({ until }) => until > sample.at);
  changes.push(...over.map(({ alert, until: _until, ...rest }) => endOf(alert, rest, sample.at)));
  return { book: { at: sample.at, watches, ending }, changes };
}

/** An alert that somebody raised: fires now, and is resolved by the first sample after `until`. */
export function raiseAlert(book: AlertBook, alert: Alert, until: number): Evaluated {
  return {
    book: { ...book, ending: [...book.ending, { alert, until }] },
    changes: [{ type: 'AlertChanged', alert, until }],
  };
}

/**
 * The book as it was when the last of these was told, from what was told of alerts and the samples that were kept. Of a
 * change that was computed and not told any more, because whoever evaluates was killed in between, `changes` tells.
 */
export function resumeAlerts(
  rules: readonly AlertRule[],
  told: readonly AlertChanged[],
  samples: readonly Sample[],
): Evaluated {
  const last = new Map(told.map((change) => [change.alert.id, change] as const));
  const known = new Set(rules.map(({ id }) => id));
  const watches = new Map<string, Watch>();
  const ending: AlertBook['ending'][number][] = [];
  for (const { alert, rule, until = 0 } of last.values()) {
    if (rule !== undefined && known.has(rule)) watches.set(rule, watchOf(alert));
    else if (alert.state === 'firing') ending.push({ alert, until, ...(rule === undefined ? {} : { rule }) });
  }
  let book: AlertBook = { at: 0, watches, ending };
  const changes: AlertChanged[] = [];
  for (const sample of samples) {
    const evaluated = evaluateAlerts(book, rules, sample);
    book = evaluated.book;
    changes.push(...evaluated.changes);
  }
  return { book, changes };
}

const watchOf = (alert: Alert): Watch => ({
  toldAt: alert.timestamp,
  ...(alert.state === 'firing' ? { firing: alert } : {}),
});

function look(rule: AlertRule, watch: Watch, sample: Sample): { watch: Watch; alert?: Alert } {
  const { at } = sample;
  if (at <= watch.toldAt) return { watch };
  const { firing, toldAt } = watch;
  const value = figureOf(sample, rule.metric);
  // What nobody knows breaks whatever had to hold without a break.
  const isTurning = value !== undefined && holds(rule, value) === (firing === undefined);
  if (!isTurning) return { watch: { toldAt, ...(firing && { firing }) } };
  const turningSince = watch.turningSince ?? at;
  if (at - turningSince < rule.for * 1000) return { watch: { ...watch, turningSince } };
  const alert = firing ? resolved(rule, firing, { at, value }) : fired(rule, { at, value, since: turningSince });
  return { watch: watchOf(alert), alert };
}

const holds = ({ comparison, threshold }: AlertRule, value: number): boolean =>
  comparison === 'above' ? value > threshold : value < threshold;

interface Turn {
  readonly at: number;
  readonly value: number;
}

function fired(rule: AlertRule, { at, value, since }: Turn & { readonly since: number }): Alert {
  const { id, severity, title, metric, threshold } = rule;
  return {
    ...{ id: `${id}-${since.toString(36)}`, severity, title, metric, threshold, value },
    message: `${metric} is ${shown(value)}, ${condition(rule)}`,
    timestamp: at,
    state: 'firing',
  };
}

const resolved = (rule: AlertRule, firing: Alert, { at, value }: Turn): Alert => ({
  ...firing,
  value,
  message: `${rule.metric} is ${shown(value)}, no longer ${condition(rule)}`,
  timestamp: at,
  state: 'resolved',
});

const endOf = (alert: Alert, rest: { readonly rule?: string }, at: number): AlertChanged => ({
  type: 'AlertChanged',
  alert: { ...alert, timestamp: at, state: 'resolved' },
  ...rest,
});

const condition = ({ comparison, threshold, for: seconds }: AlertRule): string =>
  `${comparison} ${shown(threshold)}${seconds > 0 ? ` for ${seconds} s` : ''}`;

const shown = (value: number): string => String(Math.round(value * 1000) / 1000);
