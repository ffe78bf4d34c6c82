import { useEffect, useState } from 'react';
import type { RoomSession } from '../room/room-session.js';

/** One session at a time: the one before is closed when `compose` changes or the view goes. */
export function useRoomSession(compose: () => RoomSession): RoomSession | undefined {
  const [session, setSession] = useState<RoomSession>();
  useEffect(() => {
    const next = compose();
    setSession(next);
    next.open();
    return () => next.close();
  }, [compose]);
  return session;
}
