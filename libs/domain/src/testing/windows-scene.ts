import type { Actor } from '../actor.js';
import { roomLane, type RoomEvent } from '../room/events.js';
import type { PlacedEvent } from '../windows/minute-windows.js';
import { MINUTE_MS } from '../windows/minute.js';

/** A whole minute. */
export const WINDOWS_START = 1_700_000_040_000;

/** The moment so many minutes later. */
export const inMinutes = (minutes: number): number => WINDOWS_START + Math.round(minutes * MINUTE_MS);

const somebody = (id: string): Actor => ({ id, name: id, guest: false });

export const posted = (user: string): RoomEvent => ({
  type: 'MessagePosted',
  by: somebody(user),
  content: 'hello',
  messageType: 'text',
});

export const joined = (user: string): RoomEvent => ({ type: 'MemberJoined', user: somebody(user), kind: 'member' });

export interface Happening {
  readonly roomId?: string;
  readonly event?: RoomEvent;
  /** Minutes after the start. */
  readonly at: number;
}

/** A part of a log: positions grow by one, and places are positions. */
export const partOf = (happenings: readonly Happening[]): readonly PlacedEvent[] =>
  happenings.map(({ roomId = 'lobby', event = posted('ann'), at }, index) => ({
    recorded: { event, lane: roomLane(roomId, 'talk'), position: index + 1, recordedAt: inMinutes(at) },
    epoch: 'e1',
    place: String(index + 1),
    isBeginning: index === 0,
  }));
