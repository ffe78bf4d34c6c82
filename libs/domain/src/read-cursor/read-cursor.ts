import { accept, unchanged, type Decider, type Lane, type Position } from '@noroshi/event-sourcing';

/** How far a user has read in each room: on the lane `reads` of the user. */
export interface RoomRead {
  readonly type: 'RoomRead';
  readonly roomId: string;
  readonly position: Position;
}

export type UserEvent = RoomRead;

export interface MarkRead {
  readonly type: 'MarkRead';
  readonly roomId: string;
  readonly position: Position;
}

/** Room id to the last position read. */
export type ReadCursors = ReadonlyMap<string, Position>;

export const userCategory = 'user';
export const readsLaneName = 'reads';
export const readsLane = (userId: string): Lane => ({ category: userCategory, entity: userId, name: readsLaneName });

/** A read mark only moves forward: marking an earlier message changes nothing. */
export const readCursorDecider: Decider<ReadCursors, MarkRead, RoomRead, never> = {
  initialState: new Map(),
  decide: ({ roomId, position }, cursors) =>
    position > (cursors.get(roomId) ?? 0) ? accept({ type: 'RoomRead', roomId, position }) : unchanged,
  evolve: (cursors, { event }) =>
    event.position > (cursors.get(event.roomId) ?? 0) ? new Map(cursors).set(event.roomId, event.position) : cursors,
};
