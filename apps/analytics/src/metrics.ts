import { operated, runService } from '@noroshi/service-host';
import { logLevelOf } from '@noroshi/settings';
import { createLogger, startTracing } from '@noroshi/telemetry';
import { composeMetrics } from './metrics/compose.js';
import { readConfig } from './metrics/config.js';

const tracing = await startTracing('noroshi-analytics-metrics');
const logger = createLogger({ name: 'analytics-metrics', level: logLevelOf(process.env), tracing });
await runService({
  logger,
  start: async () => {
    const config = await readConfig(process.env);
    return operated({ ...config, logger, tracing }, (operations) => composeMetrics({ ...config, logger, operations }));
  },
});
