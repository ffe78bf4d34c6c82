import { severities, type AlertRule } from './alert.js';
import { figureNames } from './metrics.js';

/** In force unless others are given: such as need no knowledge of what is usual here. */
export const defaultAlertRules: readonly AlertRule[] = [
  {
    ...{ id: 'failing', metric: 'errorRate', comparison: 'above', threshold: 0.05, for: 30 },
    ...{ severity: 'critical', title: 'Requests fail' },
  },
  {
    ...{ id: 'slow', metric: 'avgResponseTime', comparison: 'above', threshold: 500, for: 60 },
    ...{ severity: 'warning', title: 'Answers are slow' },
  },
  {
    ...{ id: 'busy', metric: 'systemLoad', comparison: 'above', threshold: 0.9, for: 120 },
    ...{ severity: 'warning', title: 'Processors are busy' },
  },
  {
    ...{ id: 'memory', metric: 'memoryUsage', comparison: 'above', threshold: 0.95, for: 60 },
    ...{ severity: 'critical', title: 'Memory runs out' },
  },
];

export type ParsedRules =
  | { readonly ok: true; readonly rules: readonly AlertRule[] }
  /** One sentence for each thing that is wrong. */
  | { readonly ok: false; readonly problems: readonly string[] };

const MAX_RULES = 100;
/** Seconds: as long as alerts are remembered. */
const MAX_FOR = 86_400;

/** Rules as somebody wrote them: an array of objects with the fields of a rule. Unknown fields are ignored. */
export function parseAlertRules(value: unknown): ParsedRules {
  if (!Array.isArray(value)) return { ok: false, problems: ['the rules are a JSON array'] };
  if (value.length > MAX_RULES) return { ok: false, problems: [`there are at most ${MAX_RULES} rules`] };
  const problems = (value as unknown[]).flatMap((rule, index) =>
    problemsOf(rule).map((problem) => `rule ${index + 1}: ${problem}`),
  );
  if (problems.length > 0) return { ok: false, problems };
  const rules = (value as AlertRule[]).map(onlyFields);
  const twice = rules.find(({ id }, index) => rules.findIndex((other) => other.id === id) !== index);
  return twice ? { ok: false, problems: [`two rules have the id ${twice.id}`] } : { ok: true, rules };
}

type Check = readonly [field: keyof AlertRule, holds: (value: unknown) => boolean, meaning: string];

const oneOf =
  (values: readonly string[]) =>
  (value: unknown): boolean =>
    values.includes(value as string);

const checks: readonly Check[] = [
  ['id', (id) => typeof id === 'string' && /^[a-z0-9][a-z0-9-]{0,63}$/.test(id), 'lower-case letters, digits, hyphens'],
  ['metric', oneOf(figureNames), figureNames.join(', ')],
  ['comparison', oneOf(['above', 'below']), 'above, below'],
  ['threshold', Number.isFinite, 'a number'],
  ['for', (time) => typeof time === 'number' && time >= 0 && time <= MAX_FOR, 'seconds, from 0 to a day'],
  ['severity', oneOf(severities), severities.join(', ')],
  ['title', (title) => typeof title === 'string' && title.length > 0 && title.length <= 200, '1 to 200 characters'],
];

function problemsOf(rule: unknown): string[] {
  if (typeof rule !== 'object' || rule === null) return ['a rule is an object'];
  const given = rule as Readonly<Record<string, unknown>>;
  return checks
    .filter(([field, holds]) => !holds(given[field]))
    .map(([field, , meaning]) => `${field} is not valid (${meaning})`);
}

const onlyFields = ({ id, metric, comparison, threshold, for: time, severity, title }: AlertRule): AlertRule => ({
  ...{ id, metric, comparison, threshold, severity, title },
  for: time,
});
