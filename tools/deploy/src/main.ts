import { checkCompose } from './check/check-compose.js';
import { parseOptions, USAGE } from './check/options.js';
import { runCheck } from './run-check.js';

await runCheck({ parseOptions, usage: USAGE, run: checkCompose });
