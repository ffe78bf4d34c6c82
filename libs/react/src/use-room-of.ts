import type { Room } from '@noroshi/client';
import { useClient } from './provider.js';

/** The room itself, or that of the id. It costs nothing until something is asked of it. */
export function useRoomOf(room: Room | string): Room {
  const client = useClient();
  return typeof room === 'string' ? client.room(room) : room;
}
