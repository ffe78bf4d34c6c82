/** Behind `npm run check:deploy`. */
import { runBuilt } from '../stack/bootstrap/run-built.mjs';

await runBuilt('tools/deploy/dist/main.js');
