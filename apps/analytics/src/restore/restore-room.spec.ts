import { roomLane, topicRecordOf, type RoomEvent, type RoomLaneName } from '@noroshi/domain';
import { EventLogUnavailable, InMemoryEventLog } from '@noroshi/event-sourcing';
import { PartitionArchive } from '../archive/partition-archive.js';
import { InMemoryObjectStore } from '../testing/in-memory-object-store.js';
import { readArchivedRoom } from './read-archived-room.js';
import { restoreRoom, type Restoration } from './restore-room.js';

const MINUTE = 60_000;
const START = Date.parse('2026-11-23T04:00:00Z');
const ann = { id: 'ann', name: 'Ann', guest: false };
const bob = { id: 'bob', name: 'Bob', guest: true };
const settings = { isPublic: true, maxMembers: 100, allowFileSharing: true };
const ROOM = '狼煙 "1"';

interface Past {
  readonly room?: string;
  readonly epoch?: string;
  readonly position: number;
  readonly lane: RoomLaneName;
  readonly event: RoomEvent;
}

const post = (content: string): RoomEvent => ({ type: 'MessagePosted', by: ann, content, messageType: 'text' });
const answer = (message: number, root: number): RoomEvent => ({
  ...{ type: 'MessagePosted', by: bob, content: 'an answer', messageType: 'text' },
  replyTo: { message, root, author: { id: 'ann', guest: false } },
});
const opened: Past = {
  position: 100,
  lane: 'control',
  event: { type: 'RoomOpened', owner: ann, name: 'Lobby', settings },
};
const past: readonly Past[] = [
  opened,
  { position: 107, lane: 'members', event: { type: 'MemberJoined', user: bob, kind: 'member' } },
  { position: 110, lane: 'talk', event: post('hello') },
  { position: 120, lane: 'talk', event: answer(110, 110) },
  { position: 121, lane: 'control', event: { type: 'RoomRenamed', name: 'Attic', by: 'ann' } },
  { position: 130, lane: 'talk', event: { type: 'MessageEdited', message: 120, content: 'hey', by: bob, root: 110 } },
  { position: 140, lane: 'talk', event: { type: 'ReactionAdded', message: 110, emoji: '🔥', by: bob } },
];

/** In the log of a test positions begin at 1, or behind what is there. */
const anew = (first = 1): readonly [RoomLaneName, RoomEvent][] => [
  ['control', opened.event],
  ['members', { type: 'MemberJoined', user: bob, kind: 'member' }],
  ['talk', post('hello')],
  ['talk', answer(first + 2, first + 2)],
  ['control', { type: 'RoomRenamed', name: 'Attic', by: 'ann' }],
  ['talk', { type: 'MessageEdited', message: first + 3, content: 'hey', by: bob, root: first + 2 }],
  ['talk', { type: 'ReactionAdded', message: first + 2, emoji: '🔥', by: bob }],
];

/** As the topic was archived; what does not say how many minutes after four o'clock it was is told minute by minute. */
async function archived(events: readonly Past[]): Promise<InMemoryObjectStore> {
  const store = new InMemoryObjectStore();
  const news = { onStored: () => undefined, onSkipped: () => undefined };
  const archive = await PartitionArchive.begin({ topic: 'events', partition: 0, store, lateness: MINUTE, news });
  const end: Past = { room: 'another', position: 999, lane: 'talk', event: post('the end') };
  const told = [...events, end].map(({ room = ROOM, epoch = 'e1', position, lane, event }, n) => {
    const timestamp = START + (event === end.event ? 6_000 : n * 10) * MINUTE;
    const record = topicRecordOf({ event, lane: roomLane(room, lane), position, recordedAt: timestamp }, epoch);
    return { ...record, offset: String(n), timestamp };
  });
  await archive.take(told);
  return store;
}

const lanes = (['control', 'members', 'talk'] as const).map((name) => roomLane(ROOM, name));
const contents = async (log: InMemoryEventLog<RoomEvent>) =>
  (await log.read(lanes)).map(({ lane, event }) => [lane.name, event]);

const restore = async (log: Restoration['store'], events = past, more: Partial<Restoration> = {}) =>
  restoreRoom({ store: log, roomId: ROOM, events: await readArchivedRoom(await archived(events), ROOM), ...more });

describe('a room that is restored', () => {
  it('has what it had, in order, and what is about a message is about the same one', async () => {
    const log = new InMemoryEventLog<RoomEvent>();
    await log.append(roomLane('elsewhere', 'talk'), post('of another room'));
    expect(await restore(log)).toEqual({ stored: 7, before: 0, leftOut: 0 });
    expect(await contents(log)).toEqual(anew(2));
  });

  it('has each event once, however often it is archived, and nothing of others', async () => {
    const log = new InMemoryEventLog<RoomEvent>();
    const other: Past = { room: 'lobby', position: 105, lane: 'talk', event: post(`"partitionkey":"${ROOM}"`) };
    await restore(log, [...past.slice(0, 4), other, ...past.slice(2)]);
    expect(await contents(log)).toEqual(anew());
  });

  it('is that of the newest log of several', async () => {
    const log = new InMemoryEventLog<RoomEvent>();
    await restore(log, [...past, { ...opened, epoch: 'e2' }]);
    expect(await contents(log)).toEqual([['control', opened.event]]);
  });

  it('goes on where an earlier try has ended', async () => {
    const log = new InMemoryEventLog<RoomEvent>();
    let left = 3;
    const failing: Restoration['store'] = {
      read: (...given) => log.read(...given),
      append: (...given) => {
        left -= 1;
        return left < 0 ? Promise.reject(new EventLogUnavailable('away')) : log.append(...given);
      },
    };
    await expect(restore(failing)).rejects.toThrow('away');
    expect(await restore(log)).toEqual({ stored: 4, before: 3, leftOut: 0 });
    expect(await contents(log)).toEqual(anew());
    expect(await restore(log)).toEqual({ stored: 0, before: 7, leftOut: 0 });
  });

  it('has nothing about messages that the archive does not have', async () => {
    const log = new InMemoryEventLog<RoomEvent>();
    expect(await restore(log, [opened, ...past.slice(3)])).toEqual({ stored: 4, before: 0, leftOut: 1 });
    const [, [, said] = [], , [, edited] = []] = await contents(log);
    expect(said).toEqual({ type: 'MessagePosted', by: bob, content: 'an answer', messageType: 'text' });
    expect(edited).toEqual({ type: 'MessageEdited', message: 2, content: 'hey', by: bob });
  });

  it('is only told of by a dry run', async () => {
    const log = new InMemoryEventLog<RoomEvent>();
    expect(await restore(log, past, { dryRun: true })).toEqual({ stored: 7, before: 0, leftOut: 0 });
    expect(await contents(log)).toEqual([]);
  });
});

describe('a room is not restored', () => {
  it.each<[string, RoomEvent, RoomLaneName]>([
    ['that was opened by others', { ...opened.event, owner: bob } as RoomEvent, 'control'],
    ['in which something else was said', post('something else'), 'talk'],
  ])('into a log that has one %s', async (_, event, lane) => {
    const log = new InMemoryEventLog<RoomEvent>();
    await log.append(roomLane(ROOM, lane), event);
    await expect(restore(log)).rejects.toThrow(`The log has something of ${ROOM} that is not from this archive`);
    expect(await contents(log)).toHaveLength(1);
  });

  it('when somebody comes into it meanwhile', async () => {
    const log = new InMemoryEventLog<RoomEvent>();
    const visited: Restoration['store'] = {
      read: (...given) => log.read(...given),
      append: async (...given) => {
        await log.append(roomLane(ROOM, 'talk'), post('me first'));
        return log.append(...given);
      },
    };
    await expect(restore(visited)).rejects.toThrow('not from this archive');
  });

  it('when the archive does not have it, or not its beginning', async () => {
    const log = new InMemoryEventLog<RoomEvent>();
    await expect(restore(log, [])).rejects.toThrow(`The archive has no room ${ROOM}.`);
    await expect(restore(log, past.slice(1))).rejects.toThrow('it begins with MemberJoined');
  });

  it('from an object that is not what was archived, or is not there', async () => {
    const store = await archived(past);
    const [object = ''] = await store.list('events/');
    store.objects.set(object, Buffer.from('something else'));
    await expect(readArchivedRoom(store, ROOM)).rejects.toThrow(`${object} is not what was archived`);
    store.objects.delete(object);
    await expect(readArchivedRoom(store, ROOM)).rejects.toThrow(`The archive has no ${object}`);
  });

  it('by a version that does not know all of its events', async () => {
    const log = new InMemoryEventLog<RoomEvent>();
    const pinned = { type: 'MessagePinned', message: 110 } as never;
    await expect(restore(log, [...past, { position: 150, lane: 'talk', event: pinned }])).rejects.toThrow(
      'a MessagePinned of a later version',
    );
  });
});
