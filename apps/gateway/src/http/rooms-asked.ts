import { isRoomId } from '@noroshi/domain';
import { Refused } from '../refusal.js';

/** As many as one `resume` of the rooms dialect names. */
const MAX_ROOMS = 100;
const REQUIRED = 'rooms is required: room ids, percent-encoded, with commas between';

/**
 * `?rooms=a,b`: each id once. Read from the query as it was sent: decoded, a comma within an id is like one between two.
 *
 * @throws Refused
 */
export function roomsAsked(rawQuery: string): readonly string[] {
  const rooms = roomsIn(rawQuery);
  if (rooms.length === 0) throw new Refused('invalid_frame', REQUIRED);
  return rooms;
}

/** The same, where there may be none. @throws Refused */
export function roomsIn(rawQuery: string): readonly string[] {
  const given = rawQuery
    .split('&')
    .filter((pair) => pair.startsWith('rooms='))
    .flatMap((pair) => pair.slice('rooms='.length).split(','))
    .filter((id) => id !== '');
  const rooms = [...new Set(given.map(decoded))];
  if (rooms.length > MAX_ROOMS) throw new Refused('invalid_frame', `rooms has ${MAX_ROOMS} ids at most`);
  return rooms;
}

function decoded(text: string): string {
  try {
    const roomId = decodeURIComponent(text.replaceAll('+', ' '));
    if (isRoomId(roomId)) return roomId;
  } catch {
    // What can't be decoded is no id either.
  }
  throw new Refused('invalid_room_id');
}
