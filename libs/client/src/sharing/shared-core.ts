import { claimsOf } from '../core/read-token.js';
import type { ToCore, ToTab } from '../core/messages.js';
import type { Port } from '../ports/port.js';
import { Leadership } from './leadership.js';
import type { OpenerParts } from './opener.js';
import { WorkerDoor } from './worker-door.js';

/** The core that all tabs of a browser share that are of the same user of the same server. */
export class SharedCore {
  #leadership: Promise<Leadership> | undefined;

  private constructor(
    private readonly key: string,
    private readonly parts: OpenerParts,
    private readonly door: WorkerDoor | undefined,
  ) {}

  /** @throws what the token provider throws */
  static async of(parts: OpenerParts): Promise<SharedCore> {
    const [token, url] = [await parts.early(), parts.url()];
    const key = `${url} ${token === undefined ? 'guest' : (claimsOf(token).sub ?? token)}`;
    const { share, transports } = parts.options;
    const script = typeof share === 'object' && hasOnlyDefaults(parts) ? share.worker : undefined;
    const isPossible = script !== undefined && typeof SharedWorker !== 'undefined';
    return new SharedCore(key, parts, isPossible ? await WorkerDoor.of({ script, key, url, transports }) : undefined);
  }

  async reach(): Promise<Port<ToTab, ToCore>> {
    try {
      if (this.door && !this.#leadership) return await this.door.reach();
    } catch {
      // The same for all tabs of this page: none of them is served by a worker that does not run.
    }
    this.#leadership ??= Leadership.of(this.key, this.parts.createCore);
    return (await this.#leadership).reach();
  }

  close(): void {
    this.door?.close();
    void this.#leadership?.then((leadership) => leadership.close());
  }
}

/** A worker is another program: what a page made can't be handed to it. */
const hasOnlyDefaults = ({ options: { codec, outbox, webSocket } }: OpenerParts): boolean =>
  codec === undefined && outbox === undefined && webSocket === undefined;
