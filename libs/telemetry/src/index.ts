export { createLogger, type LogFields, type Logger, type LoggerOptions, type LogLevel } from './logger.js';
export {
  createMetrics,
  type CounterMetric,
  type GaugeMetric,
  type HistogramMetric,
  type Labels,
  type MetricName,
  type MetricOptions,
  type Metrics,
} from './metrics.js';
export { HostMeter, type HostUsage } from './host-usage.js';
