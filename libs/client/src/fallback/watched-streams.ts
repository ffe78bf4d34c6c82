import type { StreamName } from '../api/streams.js';
import type { ServerFrame } from '../wire/server-frame.js';
import { eventStream, guestParameter } from './event-stream-feed.js';
import type { FeedListener } from './feed.js';
import type { HttpCaller } from './http-caller.js';

export interface WatchedStreamsParts {
  readonly caller: HttpCaller;
  readonly guestId: string | undefined;
  readonly listener: FeedListener;
}

const STREAMED: readonly ServerFrame['type'][] = ['metrics', 'rooms', 'alert', 'systemEvent'];

/**
 * How the product is doing, over one event stream of its own: what is asked for is fixed when a stream begins, and a room
 * that comes or goes should not make all of this be told again.
 */
export class WatchedStreams {
  readonly #streams = new Set<StreamName>();
  #feed: { close(): void } | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  /** How often the wish has changed, and as of when the stream is. */
  #wish = 0;
  #begun = 0;

  constructor(private readonly parts: WatchedStreamsParts) {}

  /** Settles when the server tells them. @throws HttpProblem, HttpLost */
  async watch(streams: readonly StreamName[]): Promise<void> {
    for (const stream of streams) this.#streams.add(stream);
    const wish = (this.#wish += 1);
    try {
      await this.#next(() => (this.#begun < wish ? this.#listen() : undefined));
    } catch (error) {
      this.unwatch(streams);
      throw error;
    }
  }

  /** What comes of them until the stream begins anew is of no use to anybody, and does no harm. */
  unwatch(streams: readonly StreamName[]): void {
    for (const stream of streams) this.#streams.delete(stream);
    if (this.#streams.size === 0) this.close();
  }

  /** Begins the stream anew, with what the caller shows by now. @throws HttpProblem, HttpLost */
  async begin(): Promise<void> {
    await this.#next(() => this.#listen());
  }

  close(): void {
    this.#feed?.close();
    this.#feed = undefined;
  }

  /** One after the other; what one has failed at, the next may do. */
  #next(work: () => Promise<void> | undefined): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #listen(): Promise<void> {
    this.close();
    if (this.#streams.size === 0) return;
    const { caller, guestId, listener } = this.parts;
    const wish = this.#wish;
    let isBegun = false;
    const query = `streams=${[...this.#streams].join(',')}${guestParameter(guestId)}`;
    const feed = eventStream(
      caller,
      { query },
      {
        told: (frames) => {
          const streamed = frames.filter(({ type }) => STREAMED.includes(type));
          if (feed === this.#feed) listener.told(streamed);
        },
        failed: (error) => {
          if (isBegun && feed === this.#feed) listener.failed(error);
        },
      },
    );
    this.#feed = feed;
    try {
      await feed.begun;
    } catch (error) {
      // Closed meanwhile: nobody waits for it.
      if (feed !== this.#feed) return;
      this.#feed = undefined;
      throw error;
    }
    isBegun = true;
    this.#begun = wish;
  }
}
