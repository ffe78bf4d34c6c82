import type { Room, User } from '@noroshi/client';
import { useMemo } from 'react';
import { useLive } from './use-live.js';
import { useRoomOf } from './use-room-of.js';

export interface Typing {
  /** Without oneself. */
  readonly users: readonly User[];
  /** To be called at each key; ends by itself some seconds after the last. */
  readonly setTyping: (isTyping: boolean) => void;
}

const NOBODY: readonly User[] = [];

/** Who is typing in the room, and a way to say that one is. Draws again when somebody begins or ends. */
export function useTyping(room: Room | string): Typing {
  const shown = useRoomOf(room);
  const users = useLive(shown.typing, undefined, NOBODY);
  return useMemo(() => ({ users, setTyping: (isTyping) => shown.setTyping(isTyping) }), [shown, users]);
}
