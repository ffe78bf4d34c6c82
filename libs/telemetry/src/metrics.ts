import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry, type Metric } from 'prom-client';
import type { MetricDescription } from './catalogue/metric.js';
import { metricCatalogue, type LabelOf, type NameOf } from './catalogue/metric-catalogue.js';

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

/** A value for each of the labels that there are now. */
export type LabelledValues<L extends string> = readonly (readonly [labels: Labels<L>, value: number])[];

/** The metrics of one process. Asked for twice, one is the same. */
export interface Metrics {
  counter<N extends NameOf<'counter'>>(name: N): CounterMetric<LabelOf<N>>;
  /** `read` is called at each scrape, so that nobody has to keep the gauge up to date. The first one that was given counts. */
  gauge<N extends NameOf<'gauge'>>(name: N, read?: () => number | LabelledValues<LabelOf<N>>): GaugeMetric<LabelOf<N>>;
  histogram<N extends NameOf<'histogram'>>(name: N): HistogramMetric<LabelOf<N>>;
  /** Everything measured, in the text format of Prometheus. */
  text(): Promise<string>;
  /** The `Content-Type` of `text`. */
  readonly contentType: string;
}

/** A registry of its own with the process's metrics in it: two services in one process do not share one. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const once = <M extends Metric>(name: string, make: (described: Described) => M): M =>
    (registry.getSingleMetric(name) as M | undefined) ?? make(describe(name, registry));
  return {
    counter: (name) => once(name, (described) => new Counter(described)),
    gauge: (name, read) => once(name, (described) => gaugeOf(described, read)),
    histogram: (name) => once(name, (described) => new Histogram({ ...described, ...bucketsOf(name) })),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

interface Described {
  readonly name: string;
  readonly help: string;
  readonly labelNames: string[];
  readonly registers: Registry[];
}

const entries: Readonly<Record<string, MetricDescription>> = metricCatalogue;

function describe(name: string, registry: Registry): Described {
  const { meaning = '', labels = [] } = entries[name] ?? {};
  return { name, help: meaning, labelNames: [...labels], registers: [registry] };
}

function gaugeOf(described: Described, read?: () => number | LabelledValues<string>): Gauge {
  const gauge: Gauge = new Gauge({ ...described, ...(read && { collect: () => take(gauge, read()) }) });
  return gauge;
}

function take(gauge: Gauge, values: number | LabelledValues<string>): void {
  if (typeof values === 'number') return gauge.set(values);
  // What is not there any more is not told any more.
  gauge.reset();
  for (const [labels, value] of values) gauge.set({ ...labels }, value);
}

function bucketsOf(name: string): { readonly buckets?: number[] } {
  const { buckets } = entries[name] ?? {};
  return buckets ? { buckets: [...buckets] } : {};
}
