import { runService } from '@noroshi/service-host';
import { logLevelOf } from '@noroshi/settings';
import { createLogger } from '@noroshi/telemetry';
import { composeMessages } from './compose.js';
import { readConfig } from './config.js';

const logger = createLogger({ name: 'messages', level: logLevelOf(process.env) });
await runService({ logger, start: async () => composeMessages({ ...readConfig(process.env), logger }) });
