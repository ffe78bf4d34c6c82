import { roomDecider, type ControlEvent, type MembersEvent, type RoomState } from '@noroshi/domain';
import {
  fold,
  passOver,
  unfolded,
  type Folded,
  type Position,
  type Projection,
  type RecordedEvent,
} from '@noroshi/event-sourcing';
import { MemberIndex, type MembershipGained } from './member-index.js';
import { VerifiedMembers } from './verified-members.js';

export type DirectoryEvent = ControlEvent | MembersEvent;

/** The lanes that make a room; what is said in it changes nothing here. */
export const directoryLanes = ['control', 'members'] as const;

const unknownRoom: Folded<RoomState> = unfolded(roomDecider);
const evolve = (state: RoomState, recorded: RecordedEvent<DirectoryEvent>): RoomState =>
  roomDecider.evolve(state, recorded);

/** All rooms, folded from the log's start: what commands are decided on and questions are answered from. */
export class RoomDirectory implements Projection<DirectoryEvent> {
  readonly name = 'room-directory';
  /**
   * The least recently active room first. Activity is people coming and going and what is decided about the room: to
   * count what is said as well, every message of every room would have to come through here.
   */
  private rooms = new Map<string, Folded<RoomState>>();
  private verified = new VerifiedMembers();
  private members = new MemberIndex();

  /**
   * @param onEvent told of each event after it is folded in, replayed ones included
   * @param onGained told of each membership that came of one
   */
  constructor(
    private readonly onEvent: (roomId: string, event: DirectoryEvent) => void,
    private readonly onGained: (gained: MembershipGained) => void = () => undefined,
  ) {}

  apply(recorded: RecordedEvent<DirectoryEvent>): void {
    const { event, lane } = recorded;
    const before = this.room(lane.entity);
    const after = fold<RoomState, DirectoryEvent>(evolve, before, recorded);
    if (after === before) return;
    this.rooms.delete(lane.entity);
    this.rooms.set(lane.entity, after);
    this.verified.follow(lane.entity, event, after.state);
    const gained = this.members.follow(lane.entity, event, { before: before.state, after: after.state });
    this.onEvent(lane.entity, event);
    for (const each of gained) this.onGained(each);
  }

  /** An event that is not folded moves its lane all the same: else every command would be decided behind it for ever. */
  passOver(recorded: RecordedEvent<DirectoryEvent>): void {
    const { entity } = recorded.lane;
    this.rooms.set(entity, passOver(this.room(entity), recorded));
  }

  /** Takes over what another one holds, which is not to be used any more: a rebuild, in one instant. */
  become(other: RoomDirectory): void {
    this.rooms = other.rooms;
    this.verified = other.verified;
    this.members = other.members;
  }

  /**
   * Replaces one room by what all of its events fold to. False, and nothing has changed, when later events are folded
   * already. Tells nobody.
   */
  refold(
    roomId: string,
    events: readonly RecordedEvent<DirectoryEvent>[],
    isBuried: (position: Position) => boolean,
  ): boolean {
    const folded = events.reduce(
      (before, recorded) => (isBuried(recorded.position) ? passOver(before, recorded) : fold(evolve, before, recorded)),
      unknownRoom,
    );
    const known = this.room(roomId).positions;
    if (directoryLanes.some((lane) => (known[lane] ?? 0) > (folded.positions[lane] ?? 0))) return false;
    this.rooms.set(roomId, folded);
    this.verified.refold(roomId, folded.state);
    this.members.refold(roomId, folded.state);
    return true;
  }

  /** The room as far as known; an absent one has no events. */
  room(roomId: string): Folded<RoomState> {
    return this.rooms.get(roomId) ?? unknownRoom;
  }

  /** Of the last event of the room that is known here. */
  position(roomId: string): Position {
    return Math.max(0, ...Object.values(this.room(roomId).positions));
  }

  state(roomId: string): RoomState {
    return this.room(roomId).state;
  }

  /** Open public rooms, most recently active first. */
  publicRooms(limit: number): readonly (readonly [roomId: string, state: RoomState])[] {
    const found: [string, RoomState][] = [];
    for (const [roomId, { state }] of [...this.rooms].reverse()) {
      if (found.length >= limit) break;
      if (state.status === 'open' && state.settings.isPublic) found.push([roomId, state]);
    }
    return found;
  }

  /** Rooms that somebody of this id is in, open or not, as a guest or verified, in no order. */
  roomsOf(userId: string): ReadonlySet<string> {
    return this.members.of(userId);
  }

  /** A verified user has a lasting membership under this id. */
  isVerifiedMember(userId: string): boolean {
    return this.verified.has(userId);
  }

  /** Everybody who is a member only until the visitor grace ends. */
  *visitors(): Iterable<{ readonly roomId: string; readonly userId: string }> {
    for (const [roomId, { state }] of this.rooms) {
      if (state.status !== 'open') continue;
      for (const [userId, { kind }] of state.members) if (kind === 'visitor') yield { roomId, userId };
    }
  }
}
