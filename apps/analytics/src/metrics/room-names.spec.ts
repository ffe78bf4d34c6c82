import { roomLane, type RoomEvent } from '@noroshi/domain';
import { EventLogUnavailable, InMemoryEventLog } from '@noroshi/event-sourcing';
import { RoomNames } from './room-names.js';

const settings = { isPublic: true, maxMembers: 10, allowFileSharing: true };
const opened = (name: string, isPublic = true): RoomEvent => ({
  type: 'RoomOpened',
  owner: { id: 'ann', name: 'Ann', guest: false },
  name,
  settings: { ...settings, isPublic },
});

let clock = 0;
let log: InMemoryEventLog<RoomEvent>;
let isAway = false;
let names: RoomNames;
beforeEach(() => {
  [clock, isAway, log] = [0, false, new InMemoryEventLog()];
  const read: typeof log.read = (...asked) =>
    isAway ? Promise.reject(new EventLogUnavailable('away')) : log.read(...asked);
  names = new RoomNames({ store: { read }, now: () => clock });
});

const say = (roomId: string, event: RoomEvent) => log.append(roomLane(roomId, 'control'), event);
async function named(...rooms: readonly string[]) {
  const busy = rooms.map((roomId) => ({ roomId, messages: 1 }));
  names.publicOf(busy);
  await names.settled();
  const told = names.publicOf(busy).map(({ roomId, name }) => `${roomId}: ${name}`);
  await names.settled();
  return told;
}

it('public rooms are named, and of private ones nothing is said', async () => {
  await say('lobby', opened('Lobby'));
  await say('den', opened('Den', false));
  await say('attic', opened('Attic'));
  await say('attic', { type: 'RoomArchived', by: 'ann' });
  expect(await named('lobby', 'den', 'attic', 'nowhere')).toEqual(['lobby: Lobby']);
});

it('a room that was made private is not named for long', async () => {
  await say('lobby', opened('Lobby'));
  expect(await named('lobby')).toEqual(['lobby: Lobby']);
  await say('lobby', { type: 'RoomRenamed', name: 'Hall', by: 'ann' });
  await say('lobby', { type: 'SettingsChanged', settings: { ...settings, isPublic: false }, by: 'ann' });
  clock += 10_000;
  expect(await named('lobby')).toEqual([]);
});

it('nothing is said while the log is away, and everything later', async () => {
  await say('lobby', opened('Lobby'));
  isAway = true;
  expect(await named('lobby')).toEqual([]);
  isAway = false;
  expect(await named('lobby')).toEqual(['lobby: Lobby']);
});
