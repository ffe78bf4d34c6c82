import { operated, runService } from '@noroshi/service-host';
import { logLevelOf } from '@noroshi/settings';
import { createLogger, startTracing } from '@noroshi/telemetry';
import { composeMessages } from './compose.js';
import { readConfig } from './config.js';

const tracing = await startTracing('noroshi-messages');
const logger = createLogger({ name: 'messages', level: logLevelOf(process.env), tracing });
await runService({
  logger,
  start: async () => {
    const config = readConfig(process.env);
    return operated({ ...config, logger, tracing }, (operations) => composeMessages({ ...config, logger, operations }));
  },
});
