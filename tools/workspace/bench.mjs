/** Behind `npm run bench`. */
import { runBuilt } from '../stack/bootstrap/run-built.mjs';

await runBuilt('bench/dist/main.js');
