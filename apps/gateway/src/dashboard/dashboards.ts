import type { DashboardEvent, DashboardStream } from '@noroshi/domain';
import { deliveryPolicy, type Hub, type Identity, type Session } from '@noroshi/hub';
import { disconnects, type Dialect, type Encoded } from '@noroshi/protocol';
import { isAdministrator } from '../auth/callers.js';
import { Refused } from '../refusal.js';
import { DashboardTail, streamOf, type DashboardFrame } from './dashboard-tail.js';

export interface DashboardsOptions {
  readonly hub: Pick<Hub, 'replay'>;
  /** Bytes that a client may leave unread before it is slow. */
  readonly slowBytes: number;
}

/** What waits for somebody who is slow. */
interface Held {
  /** The last of each kind of which only the last one counts. */
  readonly latest: Map<DashboardFrame['kind'], DashboardFrame>;
  readonly all: DashboardFrame[];
}

interface Watcher {
  readonly streams: Set<DashboardStream>;
  held: Held | undefined;
}

/** Alerts and events; whoever has more waiting does not read at all. */
const MOST_HELD = 1_000;

const FOR_OPERATORS = 'Dashboards are for operators: the token needs the role admin';

/** The sessions that watch how things are, and what each is told. */
export class Dashboards {
  readonly #options: DashboardsOptions;
  readonly #tail = new DashboardTail();
  readonly #watchers = new Map<Session, Watcher>();

  constructor(options: DashboardsOptions) {
    this.#options = options;
  }

  /** Says how each of these stands that is new to the session; from then on nothing is missing. @throws Refused `forbidden` */
  watch(session: Session, streams: readonly DashboardStream[], now = Date.now()): void {
    if (!this.#mayWatch(session)) throw new Refused('forbidden', FOR_OPERATORS);
    if (session.closed) return;
    const watcher = this.#watchers.get(session) ?? { streams: new Set(), held: undefined };
    this.#watchers.set(session, watcher);
    for (const stream of streams) {
      if (watcher.streams.has(stream)) continue;
      watcher.streams.add(stream);
      this.#show(session, this.#tail.standing(stream, now));
    }
  }

  /** Whether somebody may watch at all. */
  isOpenTo({ user, roles }: Identity): boolean {
    return user.guest || isAdministrator(roles);
  }

  unwatch(session: Session, streams: readonly DashboardStream[]): void {
    const watcher = this.#watchers.get(session);
    if (!watcher) return;
    for (const stream of streams) watcher.streams.delete(stream);
    if (watcher.streams.size === 0) this.#watchers.delete(session);
  }

  /** Tells everybody who watches. */
  take(event: DashboardEvent): void {
    const frame = this.#tail.take(event);
    if (!frame) return;
    const stream = streamOf(frame);
    const texts = new Map<Dialect, Encoded | undefined>();
    for (const [session, watcher] of this.#watchers) {
      if (!watcher.streams.has(stream) || !this.#isStillThere(session)) continue;
      if (watcher.held || session.buffered > this.#options.slowBytes) this.#hold(session, watcher, frame);
      else session.sendEncoded(frame, encoded(texts, session.dialect, frame));
    }
  }

  /** Forgets who is gone. To be called once a second or so. */
  sweep(): void {
    for (const session of this.#watchers.keys()) if (session.closed) this.#watchers.delete(session);
  }

  get size(): number {
    return this.#watchers.size;
  }

  /** A token that was shown on the open socket may have taken the right away. */
  #isStillThere(session: Session): boolean {
    if (!session.closed && this.#mayWatch(session)) return true;
    this.#watchers.delete(session);
    session.send({ kind: 'error', code: 'forbidden', message: FOR_OPERATORS });
    return false;
  }

  #mayWatch({ identity }: Session): boolean {
    return identity !== undefined && this.isOpenTo(identity);
  }

  #show(session: Session, frames: readonly DashboardFrame[]): void {
    for (let shown = 0; shown < frames.length;) shown += this.#options.hub.replay(session, frames.slice(shown));
  }

  #hold(session: Session, watcher: Watcher, frame: DashboardFrame): void {
    const held = watcher.held ?? this.#begin(session, watcher);
    if (deliveryPolicy[frame.kind] === 'latest') held.latest.set(frame.kind, frame);
    else held.all.push(frame);
    if (held.all.length > MOST_HELD) session.close(disconnects.tooSlow);
  }

  /** Whoever does not read in time is closed by whoever looks after all slow clients. */
  #begin(session: Session, watcher: Watcher): Held {
    const held: Held = { latest: new Map(), all: [] };
    watcher.held = held;
    void session.drained().then(() => {
      watcher.held = undefined;
      const frames = [...held.all, ...held.latest.values()];
      this.#show(
        session,
        frames.filter((frame) => watcher.streams.has(streamOf(frame))),
      );
    });
    return held;
  }
}

function encoded(
  texts: Map<Dialect, Encoded | undefined>,
  dialect: Dialect,
  frame: DashboardFrame,
): Encoded | undefined {
  if (!texts.has(dialect)) texts.set(dialect, dialect.encode(frame));
  return texts.get(dialect);
}
