import { runService } from '@noroshi/service-host';
import { logLevelOf } from '@noroshi/settings';
import { createLogger } from '@noroshi/telemetry';
import { composeRooms } from './compose.js';
import { readConfig } from './config.js';

const logger = createLogger({ name: 'rooms', level: logLevelOf(process.env) });
await runService({ logger, start: async () => composeRooms({ ...readConfig(process.env), logger }) });
