import type { Member, Room } from '@noroshi/client';
import { usePresence } from '@noroshi/react';
import { useEffect, useState } from 'react';

/** Time for what was decided to be in the list of members, and for several to come at once. Milliseconds. */
const settleMs = 300;

/** Members and visitors of the room with their roles, read again when somebody comes, goes or is given another role. */
export function useMembers(room: Room, isInside: boolean): readonly Member[] {
  const [members, setMembers] = useState<readonly Member[]>([]);
  const [changes, setChanges] = useState(0);
  const presence = usePresence(room);
  useEffect(() => room.on('changed', () => setChanges((count) => count + 1)), [room]);
  useEffect(() => {
    if (!isInside) return;
    let isWanted = true;
    const take = (next: readonly Member[]): void => {
      if (isWanted) setMembers(next);
    };
    const timer = setTimeout(() => void room.members().then(take, () => undefined), settleMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [room, isInside, presence, changes]);
  return members;
}
