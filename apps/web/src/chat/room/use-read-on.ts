import type { Admission, Room } from '@noroshi/client';
import { useEffect, useRef } from 'react';

/** Who is in a room when it is archived is shown out, and may come in again to read. Once: a refusal is for people to see. */
export function useReadOn(room: Room, admission: Admission): void {
  const isBack = useRef(false);
  const isArchived = admission.kind === 'out' && admission.code === 'room_archived';
  useEffect(() => {
    if (!isArchived || isBack.current) return;
    isBack.current = true;
    void room.join({ stay: true }).catch(() => undefined);
  }, [room, isArchived]);
}
