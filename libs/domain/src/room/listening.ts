import type { Actor } from '../actor.js';
import type { RoomRejection } from './rejections.js';
import { isBanned, standingOf, type RoomState } from './room-state.js';

/**
 * Why somebody may not listen to a room without coming in, or undefined: to a public one everybody may who is not banned,
 * to a private one its members; to others it does not exist. Without `user`: a stranger.
 */
export function listeningRefusal(state: RoomState, user: Actor | undefined): RoomRejection | undefined {
  const isMember = user !== undefined && standingOf(state, user) !== undefined;
  if (state.status === 'absent' || (!state.settings.isPublic && !isMember)) return 'room_not_found';
  if (state.status === 'archived') return 'room_archived';
  return user && isBanned(state, user.id) ? 'banned' : undefined;
}
