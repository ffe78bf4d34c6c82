import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { operated, runService } from '@noroshi/service-host';
import { logLevelOf } from '@noroshi/settings';
import { createLogger, startTracing } from '@noroshi/telemetry';
import { composeGateway } from './compose.js';
import { readConfig } from './config.js';

const name = process.env['SERVICE_NAME'] ?? 'gateway';
const tracing = await startTracing('noroshi-gateway');
const logger = createLogger({ name, level: logLevelOf(process.env), tracing });

await runService({
  logger,
  start: async () => {
    const settings = readConfig(process.env);
    return operated({ opsPort: settings.opsPort, logger, tracing }, (operations) =>
      composeGateway({
        settings,
        // Unique over the hosts of a deployment; a restart under the same name is a later run of the same gateway.
        gateway: `${hostname()}-${name}`,
        webRoot: process.env['WEB_ROOT'] ?? fileURLToPath(new URL('../../web/dist', import.meta.url)),
        operations,
        logger,
      }),
    );
  },
});
