import type { RecordedEvent } from '@noroshi/event-sourcing';
import type { Actor } from '../actor.js';
import type { RoomCommand } from '../room/commands.js';
import { roomDecider } from '../room/decide.js';
import { roomLane, type RoomEvent, type RoomLaneName, type RoomSettings } from '../room/events.js';
import { laneOf } from '../room/lanes.js';
import type { RoomRejection } from '../room/rejections.js';
import type { RoomState } from '../room/room-state.js';

/** When the commands of the specs are given; events are recorded in the seconds after 0. */
export const now = 1_000_000;

export const verified = (id: string): Actor => ({ id, name: id, guest: false });
export const guest = (id: string): Actor => ({ id, name: id, guest: true });

export const olga = verified('olga');
export const moe = verified('moe');
export const mia = verified('mia');
export const bob = verified('bob');
export const eve = verified('eve');
export const gus = guest('gus');

export const settings: RoomSettings = { isPublic: true, maxMembers: 100, allowFileSharing: true };

type Told<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

export const opened = (changes: Partial<RoomSettings> = {}): Told<'RoomOpened'> => ({
  type: 'RoomOpened',
  owner: olga,
  name: 'Lobby',
  settings: { ...settings, ...changes },
});
export const joined = (user: Actor, kind: 'member' | 'visitor' = 'member'): Told<'MemberJoined'> => ({
  type: 'MemberJoined',
  user,
  kind,
});
export const left = ({ id }: Actor): Told<'MemberLeft'> => ({ type: 'MemberLeft', userId: id });
export const invited = ({ id }: Actor): Told<'UserInvited'> => ({ type: 'UserInvited', userId: id, by: olga.id });
export const promoted = ({ id }: Actor): Told<'RoleChanged'> => ({
  type: 'RoleChanged',
  userId: id,
  role: 'moderator',
  by: olga.id,
});
export const handedOver = ({ id }: Actor): Told<'OwnershipTransferred'> => ({
  type: 'OwnershipTransferred',
  to: id,
  by: olga.id,
});
export const muted = ({ id }: Actor, until = now + 1): Told<'UserMuted'> => ({
  type: 'UserMuted',
  userId: id,
  until,
  by: olga.id,
});
export const removed = ({ id }: Actor): Told<'UserRemoved'> => ({ type: 'UserRemoved', userId: id, by: olga.id });
export const banned = ({ id }: Actor): Told<'UserBanned'> => ({ type: 'UserBanned', userId: id, by: olga.id });
export const unbanned = ({ id }: Actor): Told<'UserUnbanned'> => ({ type: 'UserUnbanned', userId: id, by: olga.id });
export const resettled = (changes: Partial<RoomSettings>): Told<'SettingsChanged'> => ({
  type: 'SettingsChanged',
  settings: { ...settings, ...changes },
  by: olga.id,
});
export const archived: Told<'RoomArchived'> = { type: 'RoomArchived', by: olga.id };

type Wish = RoomCommand extends infer C ? (C extends RoomCommand ? Omit<C, 'by' | 'at'> : never) : never;

/** What somebody asks for, now: `asks(bob, { type: 'LeaveRoom' })`. */
export const asks = (by: Actor, wish: Wish): RoomCommand => ({ ...wish, by, at: now });

export const recorded = <E extends RoomEvent>(
  event: E,
  position: number,
  lane: RoomLaneName = laneOf(event),
): RecordedEvent<E> => ({ event, lane: roomLane('lobby', lane), position, recordedAt: position * 1000 });

export const roomAfter = (...events: readonly RoomEvent[]): RoomState =>
  events.reduce(
    (state, event, index) => roomDecider.evolve(state, recorded(event, index + 1, 'control')),
    roomDecider.initialState,
  );

/** `given(opened()).when(asks(bob, { type: 'JoinRoom', kind: 'member' })).then(joined(bob))` */
export const given = (...events: readonly RoomEvent[]) => ({
  when: (command: RoomCommand) => {
    const decision = roomDecider.decide(command, roomAfter(...events));
    return {
      then: (event: RoomEvent) => expect(decision).toStrictEqual({ kind: 'accepted', event }),
      thenNothing: () => expect(decision).toEqual({ kind: 'unchanged' }),
      thenRejected: (rejection: RoomRejection) => expect(decision).toEqual({ kind: 'rejected', rejection }),
    };
  },
});
