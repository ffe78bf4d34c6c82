/** Behind `npm run check:chart`. */
import { runBuilt } from '../stack/bootstrap/run-built.mjs';

await runBuilt('tools/deploy/dist/check-chart-main.js');
