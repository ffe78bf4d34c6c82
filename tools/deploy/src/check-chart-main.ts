import { checkChart } from './kube/check-chart.js';
import { parseOptions, USAGE } from './kube/options.js';
import { runCheck } from './run-check.js';

await runCheck({ parseOptions, usage: USAGE, run: checkChart });
