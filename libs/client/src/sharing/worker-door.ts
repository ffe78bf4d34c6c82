import type { TabPort } from '../client/core-link.js';
import { pipePort } from './pipe-port.js';
import type { Knock, Opened } from './worker-messages.js';

/** One that has not answered for so long does not run, though nobody was told of an error. */
const PATIENCE_MS = 10_000;

/**
 * The way of one tab to the worker that holds the core, one worker for each key.
 * @throws Error when the script does not come or does not answer, or the page's content policy does not let it run
 */
export const reachWorker = (script: string | URL, key: string, knock: Knock): Promise<TabPort> =>
  new Promise((resolve, reject) => {
    const worker = new SharedWorker(script, { type: 'module', name: key });
    const fail = () => reject(new Error('The shared worker does not run'));
    worker.onerror = fail;
    setTimeout(fail, PATIENCE_MS);
    const { port } = worker;
    port.onmessage = ({ data }: MessageEvent<Opened>) => resolve(pipePort(port, data.life));
    port.postMessage(knock);
  });
