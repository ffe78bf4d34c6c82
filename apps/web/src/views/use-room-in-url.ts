import { useEffect, useState } from 'react';
import type { RoomWish } from '../compose.js';

const parameter = 'room';

export const roomInUrl = (): string | undefined =>
  new URLSearchParams(window.location.search).get(parameter) ?? undefined;

export function roomLink(roomId: string | undefined): string {
  const url = new URL('/', window.location.href);
  if (roomId !== undefined) url.searchParams.set(parameter, roomId);
  return url.href;
}

const wishInUrl = (): RoomWish | undefined => {
  const roomId = roomInUrl();
  return roomId === undefined ? undefined : { roomId };
};

/** The open room is in the address, so that a link leads to it and the back button leaves it. */
export function useRoomInUrl(): readonly [RoomWish | undefined, (room: RoomWish | undefined) => void] {
  const [room, setRoom] = useState(wishInUrl);

  useEffect(() => {
    const follow = (): void => setRoom(wishInUrl());
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);

  const open = (next: RoomWish | undefined): void => {
    if (next?.roomId === room?.roomId) return;
    window.history.pushState(null, '', roomLink(next?.roomId));
    setRoom(next);
  };
  return [room, open];
}
