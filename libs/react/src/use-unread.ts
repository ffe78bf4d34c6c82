import type { Room } from '@noroshi/client';
import { useLive } from './use-live.js';
import { useRoomOf } from './use-room-of.js';

/** Messages of others in the room that one has not read. Draws again when that number changes. */
export function useUnread(room: Room | string): number {
  return useLive(useRoomOf(room).unread, undefined, 0);
}
