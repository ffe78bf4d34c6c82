import { readCursorDecider, readsLane, type MarkRead, type ReadCursors, type UserEvent } from '@noroshi/domain';
import type { EventStore, Position } from '@noroshi/event-sourcing';
import { UserLane } from './user-lane.js';

/** About 1 KB each. */
const KEPT_USERS = 10_000;

/** How far users have read. */
export class UserReadCursors {
  private readonly users: UserLane<ReadCursors, MarkRead, UserEvent, never>;

  constructor(store: Pick<EventStore<UserEvent>, 'append' | 'read'>) {
    // A mark only moves forward, and none is ever refused.
    const decisions = { decider: readCursorDecider, laneOf: readsLane, isReadAlways: false };
    this.users = new UserLane({ ...decisions, store, kept: KEPT_USERS });
  }

  /**
   * Moves the user's cursor of the room forward. @returns where it is now, which may be further already
   * @throws EventLogUnavailable, CommandContention
   */
  async mark(userId: string, { roomId, position }: Omit<MarkRead, 'type'>): Promise<Position> {
    const outcome = await this.users.execute(userId, { type: 'MarkRead', roomId, position });
    return outcome.kind === 'stored' ? position : ((await this.users.known(userId)).get(roomId) ?? 0);
  }

  /** Everywhere. @throws EventLogUnavailable */
  of(userId: string): Promise<ReadCursors> {
    return this.users.current(userId);
  }
}
