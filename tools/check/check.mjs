/** Behind `npm run check`. */
import { runBuilt } from '../stack/bootstrap/run-built.mjs';

await runBuilt('tools/check/dist/main.js');
