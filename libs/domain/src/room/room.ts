import type { RecordedEvent } from '@noroshi/event-sourcing';
import { gains, joinRefusal } from './admission.js';
import type { MembersEvent, Role, RoomEvent, RoomSettings } from './events.js';
import { LayeredMap } from './layered-map.js';
import { absentRoom, type Membership, type RoomState } from './room-state.js';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;
type Recorded<T extends RoomEvent['type']> = Omit<RecordedEvent, 'event'> & { readonly event: EventOf<T> };
type Evolve<T extends RoomEvent['type']> = (state: RoomState, recorded: Recorded<T>) => RoomState;

/**
 * Folds one event into the room, whatever the order in which the lanes were stored.
 *
 * Total: an event that lost a race (a join stored behind a ban), that is of a later version, or that comes before the
 * room was opened or after it was archived, leaves the state as it is.
 */
export function evolveRoom(state: RoomState, recorded: RecordedEvent<RoomEvent>): RoomState {
  const { type } = recorded.event;
  if (!Object.hasOwn(evolvers, type)) return state;
  if (state.status !== (type === 'RoomOpened' ? 'absent' : 'open')) return state;
  return (evolvers[type] as Evolve<RoomEvent['type']>)(state, recorded);
}

/** What is said does not change who may say it. */
const sameRoom = (state: RoomState): RoomState => state;

const evolvers: { readonly [T in RoomEvent['type']]: Evolve<T> } = {
  RoomOpened: (_, { event, position }) => ({
    ...absentRoom,
    status: 'open',
    name: event.name,
    ownerId: event.owner.id,
    settings: withRoomFor(1, event.settings),
    members: new Map([[event.owner.id, { user: event.owner, kind: 'member', role: 'owner', joinedAt: position }]]),
  }),
  RoomRenamed: (state, { event }) => ({ ...state, name: event.name }),
  SettingsChanged: (state, { event }) => ({ ...state, settings: withRoomFor(state.members.size, event.settings) }),
  UserInvited: (state, { event: { userId } }) =>
    state.banned.has(userId) ? state : { ...state, invited: withItem(state.invited, userId) },
  RoleChanged: (state, { event: { userId, role } }) =>
    userId === state.ownerId ? state : withRole(state, userId, role),
  OwnershipTransferred: (state, { event: { to } }) => transferred(state, to),
  UserMuted: (state, { event: { userId, until }, recordedAt }) =>
    userId === state.ownerId
      ? state
      : {
          ...state,
          mutes: until <= recordedAt ? withoutKey(state.mutes, userId) : withEntry(state.mutes, userId, until),
        },
  UserRemoved: (state, { event: { userId } }) => withoutUser(state, userId),
  UserBanned: (state, { event: { userId } }) =>
    userId === state.ownerId ? state : { ...withoutUser(state, userId), banned: withItem(state.banned, userId) },
  UserUnbanned: (state, { event: { userId } }) => ({ ...state, banned: withoutItem(state.banned, userId) }),
  RoomArchived: (state) => ({ ...state, status: 'archived' }),
  MemberJoined: (state, { event, position }) => joined(state, event, position),
  MemberLeft: (state, { event: { userId } }) =>
    userId === state.ownerId ? state : { ...state, members: withoutKey(state.members, userId) },
  MessagePosted: sameRoom,
  MessageEdited: sameRoom,
  MessageDeleted: sameRoom,
  ReactionAdded: sameRoom,
  ReactionRemoved: sameRoom,
};

function joined(
  state: RoomState,
  { user, kind }: Extract<MembersEvent, { type: 'MemberJoined' }>,
  position: number,
): RoomState {
  const existing = state.members.get(user.id);
  if (joinRefusal(state, user, kind) || (existing && !gains(existing, user, kind))) return state;
  const membership: Membership = existing
    ? { ...existing, user, kind: existing.kind === 'member' ? 'member' : kind }
    : { user, kind, role: 'member', joinedAt: position };
  return { ...state, members: withEntry(state.members, user.id, membership) };
}

/** A role is lasting: a visitor who gets one becomes a member. A guest's id is only claimed, so it can't carry one. */
function withRole(state: RoomState, userId: string, role: Role): RoomState {
  const membership = state.members.get(userId);
  if (!membership || membership.user.guest) return state;
  return { ...state, members: withEntry(state.members, userId, { ...membership, kind: 'member', role }) };
}

/** Also ends the new owner's mute: nobody may mute an owner, so nobody could end it. */
function transferred(state: RoomState, to: string): RoomState {
  const former = state.members.get(state.ownerId);
  const raised = withRole(state, to, 'owner');
  if (to === state.ownerId || raised === state || !former) return state;
  return {
    ...raised,
    ownerId: to,
    members: withEntry(raised.members, former.user.id, { ...former, role: 'member' }),
    mutes: withoutKey(state.mutes, to),
  };
}

function withoutUser(state: RoomState, userId: string): RoomState {
  if (userId === state.ownerId) return state;
  return {
    ...state,
    members: withoutKey(state.members, userId),
    invited: withoutItem(state.invited, userId),
  };
}

/** People may have come in since the limit was decided: they stay. */
const withRoomFor = (heads: number, settings: RoomSettings): RoomSettings =>
  settings.maxMembers >= heads ? settings : { ...settings, maxMembers: heads };

const withEntry = <V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> =>
  LayeredMap.over(map).with(key, value);

const withoutKey = <V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> =>
  map.has(key) ? LayeredMap.over(map).without(key) : map;

const withItem = <T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> => (set.has(item) ? set : new Set(set).add(item));

function withoutItem<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  if (!set.has(item)) return set;
  const copy = new Set(set);
  copy.delete(item);
  return copy;
}
