import {
  formatCursor,
  formatOffset,
  positionIn,
  type Cursor,
  type Offset,
  type RoomEvent,
  type RoomRejection,
  type RoomState,
} from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import type { ServerFrame } from '@noroshi/protocol';
import { Refused } from '../refusal.js';
import type { RoomView } from '../rooms/room-view.js';
import type { RoomViews } from '../rooms/room-views.js';
import type { RoomWatchers } from '../rooms/room-watchers.js';
import { gather, type Look } from './gather.js';
import { missedBy, type Beginning } from './missed.js';
import { PassingNews, type PassingWish } from './passing-news.js';

export interface Poll {
  readonly rooms: readonly string[];
  /** Absent: from now on. */
  readonly cursor: Cursor | undefined;
  readonly limit: number;
  readonly waitMs: number;
  /** Also what is kept nowhere. */
  readonly passing?: PassingWish;
  /** Why who asks may not listen to such a room, or undefined. */
  readonly refusal: (state: RoomState) => RoomRejection | undefined;
  /** Aborted when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

export interface Polled {
  /** What must be known before it: of which rooms not everything is told. */
  readonly gaps: readonly ServerFrame[];
  /** Outside of the cursor: who comes, goes and types while it is waited for. */
  readonly passing: readonly ServerFrame[];
  readonly events: readonly RecordedEvent<RoomEvent>[];
  readonly cursor: string;
  readonly refused: readonly Refusal[];
}

interface Refusal {
  readonly roomId: string;
  readonly code: RoomRejection;
}

export interface LongPollsOptions {
  readonly views: RoomViews;
  readonly watchers: RoomWatchers;
  readonly epoch: string;
}

type Views = ReadonlyMap<string, RoomView>;
type LookBack = Look & { readonly gap: ServerFrame | undefined };

/** Answers requests for what happens next in rooms: with what was missed at once, else when something happens. */
export class LongPolls {
  readonly #options: LongPollsOptions;
  readonly #waiting = new Set<() => void>();
  #isOver = false;

  constructor(options: LongPollsOptions) {
    this.#options = options;
  }

  /** How many wait. */
  get size(): number {
    return this.#waiting.size;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Those who wait are answered now, and from now on nobody is kept waiting. */
  end(): void {
    this.#isOver = true;
    for (const wake of this.#waiting) wake();
  }

  /** Each room admits on its own. @throws Refused when none does, EventLogUnavailable */
  async poll(poll: Poll): Promise<Polled> {
    const views = await this.#acquire(poll.rooms);
    try {
      const refused = refusalsOf(views, poll);
      if (!poll.cursor) return { gaps: [], passing: [], events: [], cursor: this.#now(views, refused), refused };
      return await this.#since(poll.cursor, views, poll);
    } finally {
      for (const roomId of views.keys()) this.#options.views.release(roomId);
    }
  }

  async #since(cursor: Cursor, views: Views, poll: Poll): Promise<Polled> {
    const { watchers, epoch } = this.#options;
    const heard: RecordedEvent<RoomEvent>[] = [];
    let wake = (): void => undefined;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    const passing = new PassingNews(poll.passing, wake);
    // Before the look, so that nothing falls between.
    const watching = watchers.watch(poll.rooms, {
      onEvent: (recorded) => {
        if (isTalk(recorded)) heard.push(recorded);
        if (isTalk(recorded) || mustRefuse(views, recorded, poll)) wake();
      },
      ...passing.watcher,
    });
    const timer = setTimeout(wake, poll.waitMs);
    this.#waiting.add(wake);
    poll.gone.addEventListener('abort', wake, { once: true });
    try {
      const looks = await this.#lookBack(cursor, views, poll);
      const isNews = looks.some(({ gap, talk }) => gap !== undefined || talk.length > 0);
      if (!isNews && !this.#isOver && !poll.gone.aborted) await woken;
      const refused = refusalsOf(views, poll);
      const admitted = looks.filter(({ roomId }) => !refused.some((refusal) => refusal.roomId === roomId));
      const { events, positions } = gather(admitted, heard, poll.limit);
      // Who is admitted again later goes on from where it was.
      if (cursor.epoch === epoch) for (const { roomId } of refused) positions.set(roomId, positionIn(cursor, roomId));
      const gaps = admitted.flatMap(({ gap }) => gap ?? []);
      const told = { gaps, passing: passing.of(admitted.map(({ roomId }) => roomId)), events };
      return { ...told, cursor: formatCursor(epoch, positions), refused };
    } finally {
      clearTimeout(timer);
      passing.close();
      watching.close();
      this.#waiting.delete(wake);
      poll.gone.removeEventListener('abort', wake);
    }
  }

  async #lookBack(cursor: Cursor, views: Views, { limit, refusal }: Poll): Promise<LookBack[]> {
    const { epoch } = this.#options;
    const admitted = [...views].filter(([, view]) => refusal(view.state) === undefined);
    return Promise.all(
      admitted.map(async ([roomId, view]) => {
        const place: Offset = { epoch: cursor.epoch, position: positionIn(cursor, roomId) };
        const { code, ...beginning } = await missedBy(view, place, epoch);
        const from = formatOffset(place.epoch, place.position);
        const to = formatOffset(epoch, beginning.from);
        const gap: ServerFrame | undefined = code && { kind: 'resumed', roomId, complete: false, code, from, to };
        return { roomId, from: beginning.from, ...(await readTalk(beginning, limit)), gap };
      }),
    );
  }

  #now(views: Views, refused: readonly Refusal[]): string {
    const positions = new Map([...views].map(([roomId, { position }]) => [roomId, position]));
    for (const { roomId } of refused) positions.delete(roomId);
    return formatCursor(this.#options.epoch, positions);
  }

  /** All of them, or none. */
  async #acquire(rooms: readonly string[]): Promise<Views> {
    const { views } = this.#options;
    const held = await Promise.allSettled(rooms.map(async (roomId) => [roomId, await views.acquire(roomId)] as const));
    const open = held.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failed = held.find((result) => result.status === 'rejected');
    if (!failed) return new Map(open);
    for (const [roomId] of open) views.release(roomId);
    throw failed.reason;
  }
}

/** @throws Refused when no room admits */
function refusalsOf(views: Views, { refusal }: Poll): readonly Refusal[] {
  const refused = [...views].flatMap(([roomId, { state }]) => {
    const code = refusal(state);
    return code === undefined ? [] : [{ roomId, code }];
  });
  const [first] = refused;
  if (first && refused.length === views.size) throw new Refused(first.code);
  return refused;
}

function mustRefuse(views: Views, { lane }: RecordedEvent, { refusal }: Poll): boolean {
  const view = views.get(lane.entity);
  return view !== undefined && refusal(view.state) !== undefined;
}

const isTalk = ({ lane }: RecordedEvent): boolean => lane.name === 'talk';

/**
 * The first of what was said, `atLeast` so much unless there is less. Only that moves a cursor: the lanes of a room are
 * each heard in order, but one may be behind another.
 */
async function readTalk(
  { from, source }: Beginning,
  atLeast: number,
): Promise<{ readonly talk: RecordedEvent<RoomEvent>[]; readonly complete: boolean }> {
  const talk: RecordedEvent<RoomEvent>[] = [];
  for (let at = from; talk.length < atLeast;) {
    const known = source.since(at);
    const events = known ?? (await source.read(at));
    talk.push(...events.filter(isTalk));
    at = events.at(-1)?.position ?? at;
    if (known || events.length === 0) return { talk, complete: true };
  }
  return { talk, complete: false };
}
