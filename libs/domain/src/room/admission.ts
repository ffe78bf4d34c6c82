import type { Actor } from '../actor.js';
import type { MembershipKind } from './events.js';
import type { RoomRejection } from './rejections.js';
import type { Membership, RoomState } from './room-state.js';

/*
 * Asked twice: by `decide` before a join is stored, and by `evolve` after, because a join is guarded by the members lane
 * only and may have been stored behind a ban or a change of settings that its decider had not seen.
 */

/** Why the user can't come into this open room, or undefined. Who is in already is never refused for being there. */
export function joinRefusal(state: RoomState, user: Actor, kind: MembershipKind): RoomRejection | undefined {
  if (state.banned.has(user.id)) return 'banned';
  const existing = state.members.get(user.id);
  if (user.guest) return guestRefusal(state, existing, kind);
  if (existing && !existing.user.guest) return undefined;
  if (!state.settings.isPublic && !state.invited.has(user.id)) return 'room_private';
  return existing ? undefined : refusalWhenFull(state);
}

/** Guests visit public rooms. A guest's id is only claimed: a verified member of that id is somebody else. */
function guestRefusal(
  state: RoomState,
  existing: Membership | undefined,
  kind: MembershipKind,
): RoomRejection | undefined {
  if (existing) return existing.user.guest && !gains(existing, existing.user, kind) ? undefined : 'forbidden';
  if (kind !== 'visitor') return 'forbidden';
  return state.settings.isPublic ? refusalWhenFull(state) : 'room_private';
}

const refusalWhenFull = (state: RoomState): RoomRejection | undefined =>
  state.members.size < state.settings.maxMembers ? undefined : 'room_full';

/** Would the join change anything for somebody who is in already? A visitor becomes a member, a guest a verified user. */
export const gains = (existing: Membership, user: Actor, kind: MembershipKind): boolean =>
  (existing.kind === 'visitor' && kind === 'member') || (existing.user.guest && !user.guest);
