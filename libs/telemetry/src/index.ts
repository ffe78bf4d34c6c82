export { createLogger, type LogFields, type Logger, type LoggerOptions, type LogLevel } from './logger.js';
export {
  createMetrics,
  type CounterMetric,
  type GaugeMetric,
  type HistogramMetric,
  type LabelledValues,
  type Labels,
  type Metrics,
} from './metrics.js';
export { startTracing } from './start-tracing.js';
export type { Step, TraceIds, TraceParent, Tracing } from './tracing.js';
export { metricCatalogue } from './catalogue/metric-catalogue.js';
export type { MetricDescription } from './catalogue/metric.js';
export { HostMeter, type HostUsage } from './host-usage.js';
