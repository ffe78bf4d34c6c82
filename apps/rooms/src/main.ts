import { runService } from '@noroshi/service-host';
import { createLogger } from '@noroshi/telemetry';
import { composeRooms } from './compose.js';
import { readConfig } from './config.js';

const logger = createLogger({ name: 'rooms' });
await runService({ logger, start: async () => composeRooms({ ...readConfig(process.env), logger }) });
