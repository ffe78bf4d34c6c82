import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** `noroshi_<thing>_<unit>`: `noroshi_connections_total`, `noroshi_append_seconds`. */
export type MetricName = `noroshi_${string}_${string}`;

export interface MetricOptions<L extends string> {
  readonly name: MetricName;
  readonly help: string;
  /** Names of labels with few values each: never a room's or a user's id. */
  readonly labels?: readonly L[];
}

export type Labels<L extends string> = Readonly<Partial<Record<L, string | number>>>;

export interface CounterMetric<L extends string> {
  inc(value?: number): void;
  inc(labels: Labels<L>, value?: number): void;
}

export interface GaugeMetric<L extends string> {
  set(value: number): void;
  set(labels: Labels<L>, value: number): void;
}

export interface HistogramMetric<L extends string> {
  observe(value: number): void;
  observe(labels: Labels<L>, value: number): void;
}

export interface Metrics {
  counter<L extends string = never>(options: MetricOptions<L>): CounterMetric<L>;
  /** `read` is called at each scrape, so that nobody has to keep the gauge up to date. */
  gauge<L extends string = never>(options: MetricOptions<L> & { readonly read?: () => number }): GaugeMetric<L>;
  /** `buckets` in the unit of the name, ascending. */
  histogram<L extends string = never>(
    options: MetricOptions<L> & { readonly buckets?: readonly number[] },
  ): HistogramMetric<L>;
  /** Everything measured, in the text format of Prometheus. */
  text(): Promise<string>;
  /** The `Content-Type` of `text`. */
  readonly contentType: string;
}

/** A registry of its own with the process's metrics in it: two services in one process do not share one. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const common = <L extends string>({ name, help, labels = [] }: MetricOptions<L>) => ({
    name,
    help,
    labelNames: labels,
    registers: [registry],
  });
  return {
    counter: (options) => new Counter(common(options)),
    gauge: <L extends string>({ read, ...options }: MetricOptions<L> & { readonly read?: () => number }) => {
      const gauge: Gauge<L> = new Gauge({ ...common(options), ...(read && { collect: () => gauge.set(read()) }) });
      return gauge;
    },
    histogram: ({ buckets, ...options }) =>
      new Histogram({ ...common(options), ...(buckets && { buckets: [...buckets] }) }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
