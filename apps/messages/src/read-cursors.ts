import { readCursorDecider, readsLane, type MarkRead, type ReadCursors, type UserEvent } from '@noroshi/domain';
import {
  fold,
  handleCommand,
  positionOf,
  unfolded,
  type EventStore,
  type Folded,
  type Position,
} from '@noroshi/event-sourcing';
import { Lru } from './lru.js';

/** Users whose cursors are kept in memory, about 1 KB each; others are read from the log when they come back. */
const KEPT_USERS = 10_000;

const none: Folded<ReadCursors> = unfolded(readCursorDecider);

/** How far users have read, folded from the log when somebody asks. */
export class UserReadCursors {
  private readonly kept = new Lru<string, Folded<ReadCursors>>(KEPT_USERS);

  constructor(private readonly store: Pick<EventStore<UserEvent>, 'append' | 'read'>) {}

  /**
   * Moves the user's cursor of the room forward. @returns where it is now, which may be further already
   * @throws EventLogUnavailable, CommandContention
   */
  async mark(userId: string, { roomId, position }: Omit<MarkRead, 'type'>): Promise<Position> {
    const lane = readsLane(userId);
    const outcome = await handleCommand<ReadCursors, MarkRead, UserEvent, never>(
      { type: 'MarkRead', roomId, position },
      {
        decider: readCursorDecider,
        store: this.store,
        load: (atLeast) => this.load(userId, atLeast?.position ?? 0),
        place: () => ({ lane, guardedBy: lane }),
      },
    );
    if (outcome.kind === 'stored') return position;
    const { state } = await this.load(userId, 0);
    return state.get(roomId) ?? 0;
  }

  /** What is kept may be behind the log: a command on it is refused by its guard, and comes again with a position. */
  private async load(userId: string, atLeast: Position): Promise<Folded<ReadCursors>> {
    const lane = readsLane(userId);
    const known = this.kept.get(userId);
    if (known && positionOf(known, lane.name) >= atLeast) return known;
    const before = known ?? none;
    const news = await this.store.read([lane], { after: positionOf(before, lane.name) });
    const folded = news.reduce(
      (state, recorded) =>
        fold<ReadCursors, UserEvent>((cursors, read) => readCursorDecider.evolve(cursors, read), state, recorded),
      before,
    );
    this.kept.set(userId, folded);
    return folded;
  }
}
