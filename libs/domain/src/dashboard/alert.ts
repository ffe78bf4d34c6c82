import type { FigureName } from './metrics.js';

export const severities = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** When somebody should look. */
export interface AlertRule {
  /** Unique among the rules; alerts are told apart by it, also after a change of the rule. */
  readonly id: string;
  readonly metric: FigureName;
  readonly comparison: 'above' | 'below';
  readonly threshold: number;
  /** Seconds for which it has to hold without a break: before the alert fires, and again before it is resolved. */
  readonly for: number;
  readonly severity: Severity;
  readonly title: string;
}

/** One firing of a rule, or of a test, as dashboards are told: once when it fires, once when somebody acknowledges it, and once when it is resolved. */
export interface Alert {
  /** The same from its firing to its end. */
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  /** What a rule is about, or `test`. */
  readonly metric: string;
  /** Of the metric, when this was told. */
  readonly value: number;
  readonly threshold: number;
  /** When this was told, in milliseconds since 1970. */
  readonly timestamp: number;
  readonly state: 'firing' | 'resolved';
  /** The operator, or the API key, that sees to it; absent: nobody has said so. */
  readonly acknowledgedBy?: string;
  /** Milliseconds since 1970. */
  readonly acknowledgedAt?: number;
}
