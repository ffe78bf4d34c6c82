import { operated, runService } from '@noroshi/service-host';
import { logLevelOf } from '@noroshi/settings';
import { createLogger, startTracing } from '@noroshi/telemetry';
import { composeRelay } from './relay/compose.js';
import { readConfig } from './relay/config.js';

const tracing = await startTracing('noroshi-analytics-relay');
const logger = createLogger({ name: 'analytics-relay', level: logLevelOf(process.env), tracing });
await runService({
  logger,
  start: async () => {
    const config = readConfig(process.env);
    return operated({ ...config, logger, tracing }, (operations) => composeRelay({ ...config, logger, operations }));
  },
});
