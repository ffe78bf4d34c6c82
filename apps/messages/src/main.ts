import { runService } from '@noroshi/service-host';
import { createLogger } from '@noroshi/telemetry';
import { composeMessages } from './compose.js';
import { readConfig } from './config.js';

const logger = createLogger({ name: 'messages' });
await runService({ logger, start: async () => composeMessages({ ...readConfig(process.env), logger }) });
