import { runService } from '@noroshi/service-host';
import { logLevelOf } from '@noroshi/settings';
import { createLogger } from '@noroshi/telemetry';
import { composeRouter } from './compose.js';
import { readConfig } from './config.js';

const logger = createLogger({ name: 'router', level: logLevelOf(process.env) });
await runService({ logger, start: async () => composeRouter({ ...readConfig(process.env), logger }) });
