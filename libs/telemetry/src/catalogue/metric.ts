/** `noroshi_<thing>_<unit>`: `noroshi_connections_count`, `noroshi_append_seconds`. Counters end in `_total`. */
export type MetricNamed = `noroshi_${string}_${string}`;

export interface MetricDescription {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly unit: string;
  /** With few values each: never a room's or a user's id. */
  readonly labels: readonly string[];
  readonly meaning: string;
  /** `consumers`: every process with a projection or a reactor; `services`: those that answer requests of gateways; `windows`: what counts by the minute. */
  readonly toldBy: 'all' | 'gateway' | 'consumers' | 'services' | 'windows';
  /** Of a histogram: upper bounds in its unit, ascending. */
  readonly buckets?: readonly number[];
}

export type Described = Readonly<Record<MetricNamed, MetricDescription>>;

/** Seconds: of what people wait for. */
export const quick = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
