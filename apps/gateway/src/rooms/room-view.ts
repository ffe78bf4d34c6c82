import {
  channels,
  roomCategory,
  roomDecider,
  roomLane,
  type PresenceNews,
  type RoomEvent,
  type RoomState,
} from '@noroshi/domain';
import {
  EventLogUnavailable,
  fold,
  isUndecodable,
  passOver,
  unfolded,
  type Broadcast,
  type EventStore,
  type Folded,
  type Following,
  type LiveFeed,
  type Position,
  type RecordedEvent,
} from '@noroshi/event-sourcing';
import { inTime } from './in-time.js';
import type { PoisonWatch } from './poison-watch.js';
import { RecentTalk } from './recent-talk.js';
import { laterOnly } from '../presence/later-only.js';
import { Removals } from './removals.js';
import { RoomTail } from './room-tail.js';
import { SentBefore } from './sent-before.js';
import type { SentRecords } from './sent-records.js';
import { SharedReads } from './shared-reads.js';
import type { SignalNews } from './signal-news.js';
import type { TypingNews } from './typing-news.js';

/** Who wants to know what happens in the rooms that are followed here. */
export interface RoomAudience {
  onEvent(recorded: RecordedEvent<RoomEvent>, state: RoomState): void;
  onPresence(news: PresenceNews['news']): void;
  onTyping(roomId: string, news: TypingNews): void;
  onSignal(roomId: string, news: SignalNews): void;
}

export interface RoomViewSources {
  readonly feed: LiveFeed<RoomEvent>;
  readonly broadcast: Broadcast;
  readonly audience: RoomAudience;
  readonly store: Pick<EventStore<RoomEvent>, 'read' | 'wholeAfter'>;
  readonly records: Pick<SentRecords, 'sent' | 'sentAs'>;
  readonly poison: PoisonWatch;
  /** Told of each read of the log for somebody who came back. */
  readonly onLogRead: () => void;
}

/** What the log still has of what was missed, or the first part of it. */
export interface Missed {
  readonly from: Position;
  readonly events: readonly RecordedEvent<RoomEvent>[];
}

/** Live events arrive within a millisecond; asking the log instead is for when one is late or lost. */
const PATIENCE_MS = 100;
const CATCH_UPS = 5;
/** Listening waits for the connection, however long; somebody who wants to come in does not. */
const LISTEN_MS = 5_000;
/** About half a megabyte of a busy room; who was away for longer is served from the log. */
const TAIL_CAPACITY = 512;
/** Of the whole log, so that many or few of them are the room's: a few megabytes at most. */
const RECENT_POSITIONS = 20_000;

/** One room as this gateway sees it: its state folded from the log, and everything that happens in it as it happens. */
export class RoomView {
  readonly roomId: string;
  readonly sentBefore: SentBefore;
  readonly removals = new Removals();
  readonly #audience: RoomAudience;
  readonly #poison: PoisonWatch;
  readonly #reads: SharedReads<RoomEvent>;
  #folded: Folded<RoomState> = unfolded(roomDecider);
  #position: Position = 0;
  #waiting: { readonly position: Position; readonly arrived: () => void }[] = [];
  #catchingUp: Promise<void> | undefined;
  /** From the moment the view is open: before that, nobody hears what happens. */
  #tail: RoomTail<RoomEvent> | undefined;
  #following: Following | undefined;
  #listening: { close(): void }[] = [];

  private constructor(roomId: string, { audience, store, records, poison, onLogRead }: RoomViewSources) {
    this.roomId = roomId;
    this.#audience = audience;
    this.#poison = poison;
    const lanes = [roomLane(roomId, 'control'), roomLane(roomId, 'members'), roomLane(roomId, 'talk')];
    this.#reads = new SharedReads({
      read: (after, limit) => {
        onLogRead();
        return store.read(lanes, { after, limit });
      },
      // Of the other lanes nothing is ever removed: the room's state is folded from their beginning.
      wholeAfter: (after) => store.wholeAfter(roomLane(roomId, 'talk'), after),
    });
    this.sentBefore = new SentBefore({
      roomId,
      records,
      tail: () => this.#tail?.since(this.#tail.floor) ?? [],
      recent: new RecentTalk(() =>
        store.read([roomLane(roomId, 'talk')], { after: Math.max(0, this.#position - RECENT_POSITIONS) }),
      ),
    });
  }

  /** Resolves when the room's state is known and everything later is heard. @throws EventLogUnavailable */
  static async open(roomId: string, sources: RoomViewSources): Promise<RoomView> {
    const { feed, broadcast, audience } = sources;
    const view = new RoomView(roomId, sources);
    const onPresence = laterOnly((news) => audience.onPresence(news));
    try {
      view.#following = await feed.follow({
        category: roomCategory,
        entity: roomId,
        after: { control: 0, members: 0, talk: 'latest' },
        onEvent: (recorded) => view.#hear(recorded),
      });
      const listening = [
        broadcast.listen(channels.presence(roomId), (news) => onPresence(news as PresenceNews)),
        broadcast.listen(channels.typing(roomId), (news) => audience.onTyping(roomId, news as TypingNews)),
        broadcast.listen(channels.signals(roomId), (news) => audience.onSignal(roomId, news as SignalNews)),
      ];
      view.#listening = await inTime(listening, LISTEN_MS);
    } catch (cause) {
      view.close();
      throw cause;
    }
    view.#position = Math.max(view.#position, view.#following.position('talk'));
    view.#tail = new RoomTail({ capacity: TAIL_CAPACITY, floor: view.#position });
    return view;
  }

  get state(): RoomState {
    return this.#folded.state;
  }

  /** Everything up to here has been heard. */
  get position(): Position {
    return this.#position;
  }

  /** The state to decide on: while news is being read, everybody waits for it in turn, so nobody's posts overtake. */
  current(): Folded<RoomState> | Promise<Folded<RoomState>> {
    return this.#catchingUp ? this.#catchingUp.then(() => this.current()) : this.#folded;
  }

  /** The state with everything up to `position` in it. @throws EventLogUnavailable when the log can't tell it now */
  async reach(position: Position): Promise<Folded<RoomState>> {
    for (let round = 0; round < CATCH_UPS && this.#position < position; round += 1) {
      this.#catchingUp ??= this.#catchUp(position).finally(() => (this.#catchingUp = undefined));
      await this.#catchingUp;
    }
    if (this.#position < position) throw new EventLogUnavailable(`${this.roomId} did not reach ${position}`);
    return this.#folded;
  }

  /** When the event at `position` was recorded; undefined when it does not arrive soon or was long ago. */
  async recordedAt(position: Position): Promise<number | undefined> {
    if (this.#position < position) await this.#arrival(position);
    return this.#tail?.at(position)?.recordedAt;
  }

  /** Everything after `position` so far, from memory; undefined when memory does not reach back that far. */
  since(position: Position): readonly RecordedEvent<RoomEvent>[] | undefined {
    return this.#tail?.since(position);
  }

  /**
   * The next events after `position` from the log, or after the first position `from` which on the log has them all; and
   * with luck everything later from memory. @throws EventLogUnavailable
   */
  async read(position: Position): Promise<Missed> {
    const { from, complete, ...page } = await this.#reads.page(position);
    const events = page.events.filter((recorded) => recorded.position > from);
    const end = events.at(-1)?.position ?? from;
    if (this.#tail && (complete || end >= this.#tail.floor)) this.#tail.extend(from, events);
    const start = Math.max(from, position);
    return { from: start, events: events.filter((recorded) => recorded.position > start) };
  }

  close(): void {
    this.#following?.close();
    for (const listening of this.#listening) listening.close();
  }

  #hear(recorded: RecordedEvent<RoomEvent>): void {
    this.#fold(recorded);
    this.#position = Math.max(this.#position, recorded.position);
    if (!this.#tail) return;
    this.#tail.push(recorded);
    this.#poison.guard(recorded, () => {
      this.sentBefore.hear(recorded);
      this.#audience.onEvent(recorded, this.#folded.state);
    });
    if (this.#waiting.length > 0) this.#wake();
  }

  /** What can't be folded moves its lane all the same, so that the fence of what is posted next is the log's. */
  #fold(recorded: RecordedEvent<RoomEvent>): void {
    const { event }: RecordedEvent = recorded;
    if (isUndecodable(event)) this.#poison.met(recorded, event.reason);
    const before = this.#folded;
    const evolve = (state: RoomState, event: RecordedEvent<RoomEvent>) => roomDecider.evolve(state, event);
    const isFolded = this.#poison.guard(recorded, () => (this.#folded = fold(evolve, before, recorded)));
    if (!isFolded) this.#folded = passOver(before, recorded);
    else this.removals.hear(recorded);
  }

  #wake(): void {
    const arrived = this.#waiting.filter(({ position }) => position <= this.#position);
    this.#waiting = this.#waiting.filter(({ position }) => position > this.#position);
    for (const waiter of arrived) waiter.arrived();
  }

  #arrival(position: Position): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter);
        resolve();
      }, PATIENCE_MS);
      const waiter = {
        position,
        arrived: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      this.#waiting.push(waiter);
    });
  }

  async #catchUp(position: Position): Promise<void> {
    await this.#arrival(position);
    if (this.#position < position) await this.#following?.catchUp();
  }
}
