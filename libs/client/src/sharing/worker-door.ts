import type { TabPort } from '../client/core-link.js';
import { pipePort } from './pipe-port.js';
import type { Knock, Opened } from './worker-messages.js';

/**
 * The way of one tab to the worker that holds the core, one worker for each key.
 * @throws Error when the script does not come, or the page's content policy does not let it run
 */
export const reachWorker = (script: string | URL, key: string, knock: Knock): Promise<TabPort> =>
  new Promise((resolve, reject) => {
    const worker = new SharedWorker(script, { type: 'module', name: key });
    worker.onerror = () => reject(new Error('The shared worker does not run'));
    const { port } = worker;
    port.onmessage = ({ data }: MessageEvent<Opened>) => resolve(pipePort(port, data.life));
    port.postMessage(knock);
  });
