import { operated, runService } from '@noroshi/service-host';
import { logLevelOf } from '@noroshi/settings';
import { createLogger, startTracing } from '@noroshi/telemetry';
import { composeArchive } from './archive/compose.js';
import { readConfig } from './archive/config.js';

const tracing = await startTracing('noroshi-analytics-archive');
const logger = createLogger({ name: 'analytics-archive', level: logLevelOf(process.env), tracing });
await runService({
  logger,
  start: async () => {
    const config = readConfig(process.env);
    return operated({ ...config, logger, tracing }, (operations) =>
      Promise.resolve(composeArchive({ ...config, operations, logger })),
    );
  },
});
