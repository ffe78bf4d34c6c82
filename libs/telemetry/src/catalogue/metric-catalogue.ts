import { gatewayMetrics } from './gateway-metrics.js';
import type { MetricDescription } from './metric.js';
import { processMetrics } from './process-metrics.js';
import { windowMetrics } from './window-metrics.js';

/** Every metric of ours there is: none can be made that is not here, and docs/metrics.md is written from it. */
export const metricCatalogue = { ...gatewayMetrics, ...processMetrics, ...windowMetrics };

type Catalogue = typeof metricCatalogue;

/** The names of one type's metrics. */
export type NameOf<T extends MetricDescription['type']> = {
  [N in keyof Catalogue]: Catalogue[N]['type'] extends T ? N : never;
}[keyof Catalogue];

export type LabelOf<N extends keyof Catalogue> = Catalogue[N]['labels'][number];
