import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { runService } from '@noroshi/service-host';
import { logLevelOf, readSettings } from '@noroshi/settings';
import { createLogger } from '@noroshi/telemetry';
import { composeGateway } from './compose.js';

const name = process.env['SERVICE_NAME'] ?? 'gateway';
const logger = createLogger({ name, level: logLevelOf(process.env) });

await runService({
  logger,
  start: () =>
    composeGateway({
      settings: readSettings(process.env),
      // Unique over the hosts of a deployment; a restart under the same name is a later run of the same gateway.
      gateway: `${hostname()}-${name}`,
      webRoot: process.env['WEB_ROOT'] ?? fileURLToPath(new URL('../../web/dist', import.meta.url)),
      logger,
    }),
});
