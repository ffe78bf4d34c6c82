import { runService } from '@noroshi/service-host';
import { logLevelOf } from '@noroshi/settings';
import { createLogger } from '@noroshi/telemetry';
import { composeMetrics } from './metrics/compose.js';
import { readConfig } from './metrics/config.js';

const logger = createLogger({ name: 'analytics-metrics', level: logLevelOf(process.env) });
await runService({ logger, start: async () => composeMetrics({ ...(await readConfig(process.env)), logger }) });
