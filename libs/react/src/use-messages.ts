import type { Room, TimelineState } from '@noroshi/client';
import { useMemo } from 'react';
import { LOADING, MessageWindow } from './message-window.js';
import { useLive } from './use-live.js';
import { useRoomOf } from './use-room-of.js';

export interface UseMessagesOptions {
  /** Messages of a page, 1 to 100. */
  readonly limit?: number;
}

export type Messages = TimelineState & {
  /** The page before the oldest message shown. */
  readonly loadOlder: () => Promise<void>;
  /** The page after the newest message shown, where the window does not reach the end (`hasNewer`). */
  readonly loadNewer: () => Promise<void>;
  /** Shows the surroundings of a message by its offset. */
  readonly jumpTo: (offset: string) => Promise<void>;
  readonly jumpToLatest: () => Promise<void>;
};

/**
 * A window on the messages of a room, which grows both ways: history and what comes live, edits and reactions applied, and what
 * oneself has sent but is not stored yet. Live while somebody is in the room (`useRoom`); each use has a window of its own.
 *
 * Draws again when the window changes. A message that has not changed is the same object, so that rows in `memo` are not drawn.
 */
export function useMessages(room: Room | string, { limit }: UseMessagesOptions = {}): Messages {
  const shown = useRoomOf(room);
  const window = useMemo(() => new MessageWindow(shown, limit), [shown, limit]);
  const state = useLive(window, undefined, LOADING);
  return useMemo(() => {
    const { loadOlder, loadNewer, jumpTo, jumpToLatest } = window;
    return { ...state, loadOlder, loadNewer, jumpTo, jumpToLatest };
  }, [state, window]);
}
