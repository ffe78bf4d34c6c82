import { operated, runService } from '@noroshi/service-host';
import { logLevelOf } from '@noroshi/settings';
import { createLogger, startTracing } from '@noroshi/telemetry';
import { composeRouter } from './compose.js';
import { readConfig } from './config.js';

const tracing = await startTracing('noroshi-router');
const logger = createLogger({ name: 'router', level: logLevelOf(process.env), tracing });
await runService({
  logger,
  start: async () => {
    const config = readConfig(process.env);
    return operated({ ...config, logger, tracing }, (operations) => composeRouter({ ...config, logger, operations }));
  },
});
