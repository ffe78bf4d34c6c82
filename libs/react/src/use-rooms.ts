import type { RoomsState } from '@noroshi/client';
import { useClient } from './provider.js';
import { useLive } from './use-live.js';

const NOT_LOADED: RoomsState = { isLoaded: false, items: [] };

/**
 * One's own rooms, the one most recently spoken in first, each with its last message and what is unread.
 *
 * Draws again whenever any of that changes, in any room. With `select`, only when what it gives changes:
 * `useRooms((rooms) => rooms.items.map((room) => room.roomId))` draws when the order does.
 */
export function useRooms(): RoomsState;
export function useRooms<S>(select: (rooms: RoomsState) => S): S;
export function useRooms<S>(select?: (rooms: RoomsState) => S): S | RoomsState {
  return useLive<RoomsState, S | RoomsState>(useClient().rooms, select, NOT_LOADED);
}
