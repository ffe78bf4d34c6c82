import type { Presence, Room } from '@noroshi/client';
import { useLive } from './use-live.js';
import { useRoomOf } from './use-room-of.js';

const NOBODY: Presence = { count: 0, people: [] };

/** Who is in the room now, as far as one is in it oneself (`useRoom`). Draws again when somebody comes or goes. */
export function usePresence(room: Room | string): Presence {
  return useLive(useRoomOf(room).presence, undefined, NOBODY);
}
