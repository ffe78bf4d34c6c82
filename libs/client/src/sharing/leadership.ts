import type { TabPort } from '../client/core-link.js';
import type { Core } from '../core/core.js';
import type { Life } from './life.js';
import { attached } from './opener.js';
import { pipePort } from './pipe-port.js';

/** Among the tabs of one browser. */
type Call =
  /** To whoever leads: this tab waits on that channel, and lives as long as that lock. */
  | { readonly kind: 'seek'; readonly channel: string; readonly life: string }
  /** To all: there is another leader. */
  | { readonly kind: 'leads' };

/** On the channel of two. */
interface Welcome {
  readonly welcome: string;
}

const STAND_AGAIN_MS = 1_000;

interface Seeker {
  readonly channel: BroadcastChannel;
  readonly found: (port: TabPort) => void;
}

/**
 * One of the tabs that share a key holds the core for all of them: the one that has the lock. The lock goes to the tab that has waited
 * longest when its holder closes or vanishes; all others then find that one.
 */
export class Leadership {
  readonly #life: string;
  readonly #calls: BroadcastChannel;
  readonly #over = new AbortController();
  readonly #welcomed = new Set<string>();
  #core: Core | undefined;
  #seeker: Seeker | undefined;

  constructor(key: string, life: Life, createCore: () => Promise<Core>) {
    this.#life = life.name;
    this.#calls = new BroadcastChannel(`noroshi:${key}`);
    this.#calls.onmessage = ({ data }: MessageEvent<Call>) => this.#called(data);
    void this.#stand(`noroshi:leader:${key}`, createCore);
  }

  /** A port to the core, in this tab or another; waits until somebody leads. */
  reach(): Promise<TabPort> {
    if (this.#core) return Promise.resolve(attached(this.#core));
    return new Promise((found) => {
      const channel = new BroadcastChannel(`${this.#life}:${crypto.randomUUID()}`);
      channel.onmessage = ({ data }: MessageEvent<Welcome>) => {
        this.#seeker = undefined;
        found(pipePort(channel, data.welcome));
      };
      this.#seeker = { channel, found };
      this.#seek(channel);
    });
  }

  close(): void {
    this.#seeker?.channel.close();
    this.#calls.close();
    this.#core?.close();
    this.#over.abort();
  }

  #seek({ name }: BroadcastChannel): void {
    this.#call({ kind: 'seek', channel: name, life: this.#life });
  }

  #call(call: Call): void {
    this.#calls.postMessage(call);
  }

  #called(call: Call): void {
    if (call.kind === 'leads') {
      if (this.#seeker) this.#seek(this.#seeker.channel);
    } else if (this.#core && !this.#welcomed.has(call.channel)) {
      // Who was heard by this leader as it sought, and again as it heard of the leader, is one and the same.
      this.#welcomed.add(call.channel);
      const channel = new BroadcastChannel(call.channel);
      this.#core.attach(pipePort(channel, call.life));
      channel.postMessage({ welcome: this.#life } satisfies Welcome);
    }
  }

  /** Waits for the lock, and leads for as long as this tab is there. */
  async #stand(lock: string, createCore: () => Promise<Core>): Promise<void> {
    const { signal } = this.#over;
    const over = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve());
    });
    while (!signal.aborted)
      try {
        await navigator.locks.request(lock, { signal }, async () => {
          this.#lead(await createCore());
          await over;
        });
      } catch {
        // The code did not come: another tab may have it, and leads meanwhile.
        await new Promise((resolve) => setTimeout(resolve, STAND_AGAIN_MS));
      }
  }

  #lead(core: Core): void {
    if (this.#over.signal.aborted) return core.close();
    this.#core = core;
    const seeker = this.#seeker;
    this.#seeker = undefined;
    seeker?.channel.close();
    seeker?.found(attached(core));
    this.#call({ kind: 'leads' });
  }
}
