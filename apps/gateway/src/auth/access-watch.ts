import { setTimeout as delay } from 'node:timers/promises';
import { accessLaneName, userCategory, type AccessEvent } from '@noroshi/domain';
import {
  EventLogUnavailable,
  PatientHandling,
  Progress,
  startProjection,
  untilReachable,
  type DeadLetters,
  type EventSource,
  type Projection,
} from '@noroshi/event-sourcing';
import type { Consumers } from '@noroshi/service-host';

export interface AccessWatchOptions {
  readonly source: EventSource<AccessEvent>;
  readonly projection: Projection<AccessEvent>;
  /** Of the log that `source` reads. */
  readonly epoch: string;
  readonly deadLetters: DeadLetters;
  readonly connection: {
    onDisconnect(listener: () => void): () => void;
    onReconnect(listener: () => void): () => void;
  };
  readonly consumers: Pick<Consumers, 'watch'>;
}

const lanes = { category: userCategory, lanes: [accessLaneName] };
const RETRY_MS = 250;

/** Keeps up with who is revoked, and knows whether anything may be missing. */
export class AccessWatch {
  readonly #options: AccessWatchOptions;
  readonly #progress = new Progress();
  /** One more with each loss of the connection: what was read before it says nothing about now. */
  #losses = 0;
  #isCurrent = false;
  #isClosed = false;
  #stop: (() => Promise<void>) | undefined;
  readonly #listening: readonly (() => void)[];

  private constructor(options: AccessWatchOptions) {
    this.#options = options;
    this.#listening = [
      options.connection.onDisconnect(() => {
        this.#losses += 1;
        this.#isCurrent = false;
      }),
      options.connection.onReconnect(() => void this.#catchUp(this.#losses)),
    ];
  }

  /** Settles when everything in the log is known. Waits for the log. */
  static async begin(options: AccessWatchOptions): Promise<AccessWatch> {
    const watch = new AccessWatch(options);
    await watch.#start();
    return watch;
  }

  /** False from when the connection is lost until everything that was stored meanwhile is known. */
  get isCurrent(): boolean {
    return this.#isCurrent;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const stopListening of this.#listening) stopListening();
    await this.#stop?.();
  }

  async #start(): Promise<void> {
    const { source, projection, epoch, deadLetters, consumers } = this.#options;
    const losses = this.#losses;
    const { name: consumer } = projection;
    const news = consumers.watch(consumer);
    const handling = await PatientHandling.begin({ consumer, epoch, deadLetters, news });
    const subscription = await untilReachable(() => source.subscribe({ ...lanes, after: 0 }), news);
    const projecting = await startProjection<AccessEvent>({
      subscription,
      projection,
      checkpoints: this.#progress,
      handling,
    });
    this.#stop = () => projecting.stop();
    if (losses === this.#losses) this.#isCurrent = true;
  }

  async #catchUp(losses: number): Promise<void> {
    while (losses === this.#losses && !this.#isClosed) {
      const reached = await this.#reachesTheEnd().catch((cause: unknown) => {
        if (!(cause instanceof EventLogUnavailable)) throw cause;
        return false;
      });
      if (reached && losses === this.#losses) this.#isCurrent = true;
      if (reached) return;
      await delay(RETRY_MS);
    }
  }

  /** The projection goes on by itself, and does not say where the end is: this looks for it on its own. */
  async #reachesTheEnd(): Promise<boolean> {
    let end = await this.#progress.load();
    const news = await this.#options.source.subscribe({ ...lanes, after: end });
    const ended = news.caughtUp.then(() => news.close());
    for await (const { position } of news) end = position;
    await ended;
    return this.#progress.reaches(end);
  }
}
