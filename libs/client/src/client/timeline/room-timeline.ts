import type { Message } from '../../api/message.js';
import { NoroshiError } from '../../api/noroshi-error.js';
import type { HistoryPage, HistoryQuery } from '../../api/room.js';
import type { Timeline, TimelineState } from '../../api/timeline.js';
import { againAfterMs } from '../../core/again.js';
import { justBefore } from '../../core/offsets.js';
import type { Change } from '../frames.js';
import { Derived } from '../live-values.js';
import { addNewer, addOlder, changed, nothing, said, showAround, showLatest, type Window } from './window.js';

export interface TimelineNeeds {
  /** 1 to 100. */
  readonly limit: number;
  readonly history: (query: HistoryQuery) => Promise<HistoryPage>;
  /** Own ones that are not stored, in order. */
  readonly unsent: () => readonly Message[];
  readonly closed: (timeline: RoomTimeline) => void;
}

type Loading = Exclude<TimelineState['loading'], 'none'>;

/** More than this while one page is on its way: what came is read as another page. */
const MOST_AHEAD = 1_000;

/** Keeps a window true to the room: fed by the room with what comes live, it reads the rest from the history. */
export class RoomTimeline extends Derived<TimelineState> implements Timeline {
  readonly #needs: TimelineNeeds;
  #window: Window = nothing;
  #isLoaded = false;
  /** What was missed, or nothing yet, has been read: until then the end is read anew as soon as that can be. */
  #isWhole = false;
  #loading: TimelineState['loading'] = 'first';
  #error: TimelineState['error'];
  /** What was said since the page that is on its way was asked for. */
  #ahead: Message[] | undefined;
  #work: Promise<void> | undefined;
  /** Whatever was asked before does not count any more. */
  #turn = 0;

  constructor(needs: TimelineNeeds) {
    super(() => this.#state());
    this.#needs = needs;
  }

  /** In the room, and hearing it: also after a reconnect, with nothing missed. */
  entered(): void {
    if (!this.#isWhole) void this.#anew();
  }

  /** Something was missed that will not come: what is at the end is read anew. */
  missed(): void {
    if (this.#window.hasNewer) return;
    this.#isWhole = false;
    void this.#anew();
  }

  /** One can't be in the room, so there is nothing to load. */
  refused(error: NonNullable<TimelineState['error']>): void {
    if (!this.#isLoaded) this.#failed(error);
  }

  said(message: Message): void {
    if (this.#ahead && this.#ahead.push(message) > MOST_AHEAD) this.#ahead = undefined;
    if (this.#isLoaded) this.#show(said(this.#window, message));
  }

  /** One's own, acknowledged before it is heard: it does not go away in between. */
  stored(message: Message): void {
    if (this.#isLoaded && !this.#window.hasNewer) this.#show(said(this.#window, message));
  }

  changed(change: Change): void {
    this.#show(changed(this.#window, change));
  }

  loadOlder(): Promise<void> {
    const [oldest] = this.#window.items;
    if (!this.#window.hasOlder || oldest?.offset === undefined) return this.#settled();
    const before = oldest.offset;
    return this.#load('older', async () => {
      const page = await this.#page({ before });
      return () => addOlder(this.#window, page);
    });
  }

  loadNewer(): Promise<void> {
    const newest = this.#window.items.at(-1);
    if (!this.#window.hasNewer || newest?.offset === undefined) return this.#settled();
    const after = newest.offset;
    return this.#load('newer', async () => {
      const page = await this.#page({ after });
      return () => addNewer(this.#window, page, this.#ahead);
    });
  }

  async jumpTo(offset: string): Promise<void> {
    if (this.#window.items.some((message) => message.offset === offset)) return;
    await this.#restart(async () => {
      const [before, from] = await Promise.all([
        this.#page({ before: offset }),
        this.#page({ after: justBefore(offset) }),
      ]);
      return () => (from.hasMore ? showAround(this.#window, before, from) : this.#atTheEnd(before, from));
    });
  }

  async jumpToLatest(): Promise<void> {
    if (!this.#isLoaded || this.#window.hasNewer) await this.#anew();
    else if (this.#loading === 'older') this.#leave();
  }

  close(): void {
    this.#turn += 1;
    this.#needs.closed(this);
  }

  #anew(): Promise<void> {
    return this.#restart(async () => {
      const page = await this.#page({});
      return () => showLatest(this.#window, page, this.#ahead);
    });
  }

  #atTheEnd(before: HistoryPage, from: HistoryPage): Window {
    return addNewer(showAround(this.#window, before, from), from, this.#ahead);
  }

  #page(query: HistoryQuery): Promise<HistoryPage> {
    return this.#needs.history({ ...query, limit: this.#needs.limit });
  }

  #settled(): Promise<void> {
    return this.#work ?? Promise.resolve();
  }

  /** A page of older messages would push out the newest. */
  #leave(): void {
    this.#turn += 1;
    this.#work = undefined;
    this.#ahead = undefined;
    this.#loading = 'none';
    this.stale();
  }

  /** Leaves what is being loaded. */
  #restart(load: () => Promise<() => Window>): Promise<void> {
    this.#turn += 1;
    this.#work = undefined;
    return this.#load(this.#isLoaded ? 'newer' : 'first', async () => {
      const show = await load();
      return () => {
        this.#isWhole = true;
        return show();
      };
    });
  }

  #load(loading: Loading, load: () => Promise<() => Window>): Promise<void> {
    if (this.#work) return this.#work;
    const work = this.#loaded(loading, load).finally(() => {
      if (this.#work === work) this.#work = undefined;
    });
    this.#work = work;
    return work;
  }

  /** What goes wrong is told in the state: nobody has to catch it. */
  async #loaded(loading: Loading, load: () => Promise<() => Window>): Promise<void> {
    const turn = this.#turn;
    this.#ahead = [];
    this.#loading = loading;
    this.#error = undefined;
    this.stale();
    try {
      const show = await load();
      if (turn !== this.#turn) return;
      this.#loading = 'none';
      this.#isLoaded = true;
      this.#show(show());
    } catch (cause) {
      if (turn !== this.#turn) return;
      const error = errorOf(cause);
      this.#failed(error);
      if (!this.#isWhole) this.#tryAgain(error);
    } finally {
      if (turn === this.#turn) this.#ahead = undefined;
    }
  }

  /** Without a connection it is tried when the room is entered again. */
  #tryAgain(error: NoroshiError): void {
    const turn = this.#turn;
    const again = () => {
      if (turn === this.#turn) void this.#anew();
    };
    const wait = againAfterMs(error);
    if (wait !== undefined) setTimeout(again, wait);
  }

  #failed({ code, message }: NonNullable<TimelineState['error']>): void {
    this.#loading = 'none';
    this.#error = { code, message };
    this.stale();
  }

  #show(window: Window): void {
    this.#window = window;
    this.stale();
  }

  #state(): TimelineState {
    const { items, hasOlder, hasNewer, newer } = this.#window;
    const own = new Set(items.map(({ clientMessageId }) => clientMessageId));
    const unsent = this.#needs.unsent().filter(({ clientMessageId }) => !own.has(clientMessageId));
    return {
      ...{ messages: [...items, ...unsent], hasOlder, hasNewer, newer, loading: this.#loading },
      ...(this.#error && { error: this.#error }),
    };
  }
}

function errorOf(cause: unknown): NoroshiError {
  if (cause instanceof NoroshiError) return cause;
  throw cause;
}
