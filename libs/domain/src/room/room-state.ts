import type { Position } from '@noroshi/event-sourcing';
import type { Actor } from '../actor.js';
import type { MembershipKind, Role, RoomSettings } from './events.js';

export interface Membership {
  readonly user: Actor;
  readonly kind: MembershipKind;
  readonly role: Role;
  /** Position of the event that made the user a member; an upgrade from visitor keeps it. */
  readonly joinedAt: Position;
}

/** A room as its events tell it. Never changed in place: each event makes a new one. */
export interface RoomState {
  /** An archived room is final: nothing that happens to it later counts. */
  readonly status: 'absent' | 'open' | 'archived';
  readonly name: string;
  /** A lasting member for as long as the room is open; empty while it is absent. */
  readonly ownerId: string;
  readonly settings: RoomSettings;
  readonly members: ReadonlyMap<string, Membership>;
  /** User id to the end of the mute, in milliseconds since 1970. Outlives membership: leaving does not end a mute. */
  readonly mutes: ReadonlyMap<string, number>;
  readonly banned: ReadonlySet<string>;
  /** May come into the room while it is private. Kept when the user leaves, so a visit can end and begin again. */
  readonly invited: ReadonlySet<string>;
}

export const absentRoom: RoomState = {
  status: 'absent',
  name: '',
  ownerId: '',
  settings: { isPublic: true, maxMembers: 1, allowFileSharing: false },
  members: new Map(),
  mutes: new Map(),
  banned: new Set(),
  invited: new Set(),
};

export const isOpen = (state: RoomState): boolean => state.status === 'open';

export const membershipOf = (state: RoomState, userId: string): Membership | undefined => state.members.get(userId);

/**
 * The membership somebody may act with.
 *
 * A guest's id is only claimed, so a guest never acts with the membership of a verified user of that id, and the other
 * way round has to join first.
 */
export function standingOf(state: RoomState, actor: Actor): Membership | undefined {
  const membership = state.members.get(actor.id);
  return membership?.user.guest === actor.guest ? membership : undefined;
}

/** `at` in milliseconds since 1970; a time that can't be compared (NaN) does not end a mute. */
export function isMuted(state: RoomState, userId: string, at: number): boolean {
  const until = state.mutes.get(userId);
  return until !== undefined && !(until <= at);
}

/** May somebody hear the room without being present in it: who is a member, and a guest what is public. */
export const mayListen = (state: RoomState, actor: Actor): boolean =>
  isOpen(state) &&
  !state.banned.has(actor.id) &&
  (standingOf(state, actor) !== undefined || (actor.guest && state.settings.isPublic));

export const isBanned = (state: RoomState, userId: string): boolean => state.banned.has(userId);
