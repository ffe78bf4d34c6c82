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
export class RoomAbout {
  readonly info: Value<RoomInfo | undefined>;
  readonly #roomId: string;
  readonly #rest: Rest;
  #isWanted = false;
  #isThere = false;

  constructor(roomId: string, rest: Rest) {
    this.#roomId = roomId;
    this.#rest = rest;
    this.info = new Value<RoomInfo | undefined>(undefined, () => {
      this.#isWanted = true;
      this.#ask();
    });
  }

  /** In the room: it exists, and changes will be told. */
  entered(): void {
    this.#isThere = true;
    this.#ask();
  }

  told(fields: RoomFields): void {
    this.info.set(infoOf(fields));
  }

  changed(frame: RoomChangedFrame): void {
    const { current } = this.info;
    if (current) this.info.set(changedInfo(current, frame));
  }

  /** Without an answer it stays unknown until one comes in again. */
  #ask(): void {
    if (!this.#isWanted || !this.#isThere) return;
    this.#rest.request<RoomFields>('GET', `/rooms/${encodeURIComponent(this.#roomId)}`).then(
      (fields) => this.told(fields),
      () => undefined,
    );
  }
}
