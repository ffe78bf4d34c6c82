import type { Admission, Room, RoomInfo } from '@noroshi/client';
import { useEffect, useMemo } from 'react';
import { lingering } from './lingering.js';
import { useLive } from './use-live.js';
import { useRoomOf } from './use-room-of.js';

export interface UseRoomOptions {
  /** What the room is called if this opens it. */
  readonly name?: string;
  /** As a lasting member, who finds the room in `useRooms` after the visit too. */
  readonly stay?: boolean;
}

export interface RoomVisit {
  /** To send, edit, react and so on. The same object for the same id. */
  readonly room: Room;
  readonly admission: Admission;
  /** Undefined until the server has told. */
  readonly info: RoomInfo | undefined;
}

const OUTSIDE: Admission = { kind: 'outside' };

/**
 * Is in the room for as long as the component is mounted, over reconnects too; leaves it a second after it was unmounted, so
 * that mounting it again at once (StrictMode, another route with the same room) neither leaves nor joins. Leaving ends the
 * visit, not a lasting membership. Who was refused is not let in by waiting: `admission` says why, `room.join()` asks again.
 *
 * Draws again when the admission changes, or what is known of the room; not for messages, nor for who comes and goes.
 */
export function useRoom(id: string, options: UseRoomOptions = {}): RoomVisit {
  const room = useRoomOf(id);
  const { name, stay } = options;
  const visit = useMemo(() => lingering(() => join(room, withoutUndefined({ name, stay }))), [room, name, stay]);
  useEffect(() => visit(), [visit]);
  const admission = useLive(room.admission, undefined, OUTSIDE);
  const info = useLive(room.info);
  return useMemo(() => ({ room, admission, info }), [room, admission, info]);
}

/** @returns leaves, unless the room was never entered: the visits of a room are counted */
function join(room: Room, options: UseRoomOptions): () => void {
  let isRefused = false;
  room.join(options).catch(() => {
    // Told by `admission`.
    isRefused = true;
  });
  return () => {
    if (!isRefused) room.leave().catch(ignored);
  };
}

/** Who could not leave is not there, or the client is closed: either way there is nothing left to do. */
const ignored = (): void => undefined;

const withoutUndefined = (options: { name: string | undefined; stay: boolean | undefined }): UseRoomOptions => ({
  ...(options.name === undefined ? {} : { name: options.name }),
  ...(options.stay === undefined ? {} : { stay: options.stay }),
});
