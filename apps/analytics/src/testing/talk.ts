import {
  readsLane,
  roomLane,
  sessionLane,
  type Actor,
  type RoomEvent,
  type RoomRead,
  type SessionEvent,
} from '@noroshi/domain';
import type { Lane } from '@noroshi/event-sourcing';

const ROOMS = ['lobby', 'attic', '狼煙 / ?', '__proto__', '17'];
const PEOPLE = ['ann', 'bob', 'cyd', 'dee', 'eve', 'fay', 'gus'];

/** Some of the rooms have people of their own; a guest calls herself Ann. */
const person = (n: number): Actor => {
  const id = PEOPLE[n % PEOPLE.length] ?? '';
  return { id, name: id, guest: id === 'ann' && n % 2 === 0 };
};

const run = { gateway: 'gateway-1', epoch: 1_700_000_000_000 };
const settings = { isPublic: true, maxMembers: 100, allowFileSharing: true };

export interface Told {
  readonly lane: Lane;
  readonly event: RoomEvent | RoomRead | SessionEvent;
}

/** So many events of all categories, of several rooms, in an order in which they can happen. */
export function* talk(count: number): Iterable<Told> {
  let told = 0;
  for (const [n, room] of ROOMS.entries()) {
    told += 1;
    yield { lane: roomLane(room, 'control'), event: { type: 'RoomOpened', owner: person(n), name: room, settings } };
  }
  for (let n = 0; told < count; n += 1, told += 1) yield saidAs(n);
}

function saidAs(n: number): Told {
  const room = ROOMS[(n * n) % 4] ?? '';
  const talkLane = roomLane(room, 'talk');
  const by = person(n);
  if (n % 10 === 7) return { lane: readsLane(by.id), event: { type: 'RoomRead', roomId: room, position: n } };
  if (n % 10 === 8) return { lane: talkLane, event: { type: 'ReactionAdded', message: n, emoji: '🔥', by } };
  if (n % 10 === 9) {
    const user = { connectionId: `connection-${n}`, user: by };
    return { lane: sessionLane('gateway-1'), event: { type: 'RoomEntered', run, change: n, roomId: room, ...user } };
  }
  return { lane: talkLane, event: { type: 'MessagePosted', by, content: `message ${n}`, messageType: 'text' } };
}
