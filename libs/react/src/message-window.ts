import type { Live, Room, Timeline, TimelineState } from '@noroshi/client';
import { lingering } from './lingering.js';
import { Listeners } from './listeners.js';

/** Before the first page has come. */
export const LOADING: TimelineState = { messages: [], hasOlder: false, hasNewer: false, newer: 0, loading: 'first' };

/** A timeline that exists only while somebody looks at it, so that React may draw a component without ever showing it. */
export class MessageWindow implements Live<TimelineState> {
  readonly #listeners = new Listeners();
  readonly #open: () => () => void;
  #timeline: Timeline | undefined;

  constructor(room: Room, limit: number | undefined) {
    this.#open = lingering(() => this.#show(room.timeline(limit === undefined ? {} : { limit })));
  }

  get current(): TimelineState {
    return this.#timeline?.current ?? LOADING;
  }

  subscribe(listener: () => void): () => void {
    const unlisten = this.#listeners.add(listener);
    const close = this.#open();
    return () => {
      unlisten();
      close();
    };
  }

  readonly loadOlder = (): Promise<void> => this.#do((timeline) => timeline.loadOlder());
  readonly loadNewer = (): Promise<void> => this.#do((timeline) => timeline.loadNewer());
  readonly jumpTo = (offset: string): Promise<void> => this.#do((timeline) => timeline.jumpTo(offset));
  readonly jumpToLatest = (): Promise<void> => this.#do((timeline) => timeline.jumpToLatest());

  /** Effects of children run before their parent subscribes: what they ask for must find a timeline too. */
  async #do(work: (timeline: Timeline) => Promise<void>): Promise<void> {
    const close = this.#open();
    try {
      if (this.#timeline) await work(this.#timeline);
    } finally {
      close();
    }
  }

  #show(timeline: Timeline): () => void {
    this.#timeline = timeline;
    const unsubscribe = timeline.subscribe(() => this.#listeners.tell());
    return () => {
      unsubscribe();
      this.#timeline = undefined;
      timeline.close();
    };
  }
}
