import type { RoomInfo } from '../../api/room.js';
import type { Rest } from '../../api/rest.js';
import type { RoomChangedFrame, RoomFields } from '../../wire/server-frame.js';
import { Value } from '../live-values.js';

export const infoOf = ({ roomId, name, ownerId, settings, archived }: RoomFields): RoomInfo => ({
  ...{ roomId, name, ownerId, settings },
  ...(archived && { isArchived: true as const }),
});

export function changedInfo(info: RoomInfo, frame: RoomChangedFrame): RoomInfo {
  const { name = info.name, settings = info.settings } = frame;
  if (frame.change === 'OwnershipTransferred') return { ...info, ownerId: frame.userId ?? info.ownerId };
  if (frame.change === 'RoomArchived') return { ...info, isArchived: true };
  return { ...info, name, settings };
}

/** What a room is called and how it is set up: asked when somebody wants to know, then kept true by what is told. */
export function createAbout(roomId: string, rest: Rest) {
  let isWanted = false;
  let isThere = false;
  const told = (fields: RoomFields): void => info.set(infoOf(fields));
  /** Without an answer it stays unknown until one comes in again. */
  const ask = (): void => {
    if (isWanted && isThere)
      rest.request<RoomFields>('GET', `/rooms/${encodeURIComponent(roomId)}`).then(told, () => undefined);
  };
  const info = new Value<RoomInfo | undefined>(undefined, () => {
    isWanted = true;
    ask();
  });
  return {
    info,
    told,
    /** In the room: it exists, and changes will be told. */
    entered(): void {
      isThere = true;
      ask();
    },
    changed(frame: RoomChangedFrame): void {
      if (info.current) info.set(changedInfo(info.current, frame));
    },
  };
}
