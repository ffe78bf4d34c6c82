import type { ToCore, ToTab } from '../core/messages.js';
import type { Port } from '../ports/port.js';
import { beginLife, type Life } from './life.js';
import { pipePort } from './pipe-port.js';
import type { Knock, Opened } from './worker-messages.js';

export interface WorkerPlace extends Omit<Knock, 'life'> {
  readonly script: string | URL;
  readonly key: string;
}

/** The way of one tab to the worker that holds the core. */
export class WorkerDoor {
  private constructor(
    private readonly place: WorkerPlace,
    private readonly life: Life,
  ) {}

  static async of(place: WorkerPlace): Promise<WorkerDoor> {
    return new WorkerDoor(place, await beginLife());
  }

  /** @throws Error when the script does not come, or the page's content policy does not let it run */
  reach(): Promise<Port<ToTab, ToCore>> {
    const { script, key, url, transports } = this.place;
    return new Promise((resolve, reject) => {
      const worker = new SharedWorker(script, { type: 'module', name: key });
      worker.onerror = () => reject(new Error('The shared worker does not run'));
      const { port } = worker;
      port.onmessage = ({ data }: MessageEvent<Opened>) => resolve(pipePort(port, data.life));
      port.postMessage({ life: this.life.name, url, transports } satisfies Knock);
    });
  }

  close(): void {
    this.life.end();
  }
}
