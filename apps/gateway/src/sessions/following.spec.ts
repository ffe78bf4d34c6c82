import { roomLane, type Actor, type RoomEvent } from '@noroshi/domain';
import { EventLogUnavailable, InMemoryBroadcast, InMemoryEventLog } from '@noroshi/event-sourcing';
import { Hub, Session } from '@noroshi/hub';
import { textOf, type Dialect, type ServerFrame } from '@noroshi/protocol';
import { eventually } from '@noroshi/testing';
import pLimit from 'p-limit';
import { Refused } from '../refusal.js';
import { PoisonWatch } from '../rooms/poison-watch.js';
import { RoomViews } from '../rooms/room-views.js';
import { CatchUp } from './catch-up.js';
import { Following } from './following.js';
import type { Told } from './own-rooms.js';
import { isKnown, Peer } from './peer.js';
import { Patience } from './patience.js';
import { nowhere } from './nowhere.js';

const ann: Actor = { id: 'ann', name: 'Ann', guest: false };
const ben: Actor = { id: 'ben', name: 'Ben', guest: false };
const settings = { isPublic: true, maxMembers: 9, allowFileSharing: true };
const opened = (owner = ann): RoomEvent => ({ type: 'RoomOpened', owner, name: 'Room', settings });
const said = (content: string): RoomEvent => ({ type: 'MessagePosted', by: ben, content, messageType: 'text' });

/** Says what the tests look at, in one word each. */
const words = (frame: ServerFrame): string | undefined => {
  if (frame.kind === 'following') return `list of ${frame.rooms.map(({ room }) => room.roomId).join()}`;
  if (frame.kind === 'followed') return `also ${frame.room.room.roomId}`;
  if (frame.kind !== 'event') return frame.kind;
  const { event, lane } = frame.recorded;
  return event.type === 'MessagePosted' ? `${lane.entity}: ${event.content}` : undefined;
};
const language: Dialect = {
  name: 'words',
  traits: () => ({ oneRoom: false }),
  begin: () => ({}),
  decode: () => ({ ok: false, error: { kind: 'error', code: 'invalid_frame' } }),
  encode: words,
};

function scene() {
  const log = new InMemoryEventLog<RoomEvent>({ epoch: 'e' });
  const subscribers = new Map<string, Set<(text: string) => void>>();
  const hub = new Hub({
    publish: (topic, text) => subscribers.get(topic)?.forEach((hear) => hear(textOf(text))),
    flush: () => undefined,
  });
  const views = new RoomViews({
    ...{ feed: log, broadcast: new InMemoryBroadcast(), store: log, onLogRead: () => undefined },
    audience: {
      onEvent: (recorded) => hub.tell(recorded.lane.entity, { kind: 'event', recorded, epoch: 'e' }),
      onPresence: () => undefined,
      onTyping: () => undefined,
      onSignal: () => undefined,
    },
    records: { sent: () => Promise.resolve({ many: true }), sentAs: () => Promise.resolve(undefined) },
    poison: new PoisonWatch({ logger: { error: () => undefined }, events: { inc: () => undefined } }),
  });
  const append = async (roomId: string, event: RoomEvent) => {
    const lane = roomLane(roomId, event.type === 'MessagePosted' ? 'talk' : 'control');
    const result = await log.append(lane, event);
    return result.stored ? result.position : 0;
  };
  /** What the services tell of a room, as the log is now. */
  const told = async (roomId: string): Promise<Told> => {
    const talk = await log.read([roomLane(roomId, 'talk')]);
    const summary = { roomId, name: roomId, ownerId: 'ann', settings, archived: false, memberCount: 1, present: 0 };
    const end = (await log.read(['control', 'talk'].map((name) => roomLane(roomId, name as 'talk')))).at(-1);
    return {
      ...{ room: summary, participants: [], unreadCount: talk.length },
      ...{ saidTo: talk.at(-1)?.position ?? 0, position: end?.position ?? 0 },
    };
  };
  const own = {
    rooms: [] as string[],
    /** Happens after the list was made, and before it arrives. */
    meanwhile: () => Promise.resolve<unknown>(undefined),
    all: async () => {
      const list = await Promise.all(own.rooms.map(told));
      await own.meanwhile();
      return list;
    },
    one: (_: Actor, roomId: string) => (own.rooms.includes(roomId) ? told(roomId) : Promise.resolve(undefined)),
  };
  const patience = new Patience({ limitMs: 60_000, gaveUp: () => undefined });
  const catchUp = new CatchUp({ hub, rooms: views, epoch: 'e', turns: pLimit(2), patience });
  const complaints: unknown[] = [];
  const logger = { error: (...complaint: unknown[]) => void complaints.push(complaint) };
  const presence = { entered: () => Promise.resolve(undefined), exited: () => undefined };
  const following = new Following({ hub, views, own, catchUp, presence, epoch: 'e', logger });
  const arrive = (user = ann) => {
    const heard: string[] = [];
    const hear = (text: string) => void heard.push(text);
    const connection = {
      ...nowhere,
      send: hear,
      sendAll: (texts: readonly string[]) => texts.forEach(hear),
      subscribe: (topic: string) => void subscribers.set(topic, (subscribers.get(topic) ?? new Set()).add(hear)),
      unsubscribe: (topic: string) => void subscribers.get(topic)?.delete(hear),
    };
    const session = new Session({
      ...{ connectionId: 'c', connection, dialect: language, traits: { oneRoom: false }, memory: {}, connectedAt: 0 },
      identity: { user },
    });
    hub.add(session);
    const peer = new Peer({ session, address: '', userAgent: '', limit: {} as never, claimedId: undefined });
    if (!isKnown(peer)) throw new Error('nobody');
    const hears = (...texts: readonly string[]) =>
      eventually(() => texts.every((text) => heard.includes(text)), { reason: `${texts.join()} of ${heard.join()}` });
    return { peer, session, heard, hears };
  };
  return { append, own, following, hub, views, arrive, complaints };
}

describe('who follows all rooms', () => {
  it('gets the list first, and then hears each of them, without being present', async () => {
    const { append, own, following, hub, arrive } = scene();
    for (const roomId of ['a', 'b']) await append(roomId, opened());
    await append('a', said('before'));
    own.rooms = ['a', 'b'];
    const { peer, session, heard, hears } = arrive();
    await following.follow(peer);
    await append('a', said('one'));
    await append('b', said('two'));
    await hears('a: one', 'b: two');
    expect(heard).toEqual(['list of a,b', 'a: one', 'b: two']);
    expect([...session.rooms].map((roomId) => [roomId, session.listens(roomId)])).toEqual([
      ['a', true],
      ['b', true],
    ]);
    expect(hub.presentIn('a')).toBe(0);
  });

  it('hears what was said after the list was made, once, and before what is said later', async () => {
    const { append, own, following, arrive } = scene();
    await append('a', opened());
    own.rooms = ['a'];
    own.meanwhile = () => append('a', said('between'));
    const { peer, heard, hears } = arrive();
    await following.follow(peer);
    await append('a', said('later'));
    await hears('a: later');
    expect(heard).toEqual(['list of a', 'a: between', 'a: later']);
  });

  it('that asks again gets the list again, and hears nothing twice', async () => {
    const { append, own, following, arrive } = scene();
    await append('a', opened());
    own.rooms = ['a'];
    const { peer, heard, hears } = arrive();
    await following.follow(peer);
    await following.follow(peer);
    await append('a', said('once'));
    await hears('a: once');
    expect(heard).toEqual(['list of a', 'list of a', 'a: once']);
  });

  it('is told of a room that comes later, once, and hears it', async () => {
    const { append, own, following, arrive } = scene();
    const { peer, heard, hears } = arrive();
    await following.follow(peer);
    await append('new', opened());
    own.rooms = ['new'];
    const notice = { kind: 'gained', userId: 'ann', guest: false, roomId: 'new' } as const;
    for (let times = 0; times < 2; times += 1) following.onNotice(notice);
    await hears('also new');
    following.refresh();
    await new Promise<void>((resolve) => peer.queue.run(resolve));
    await append('new', said('hello'));
    await hears('new: hello');
    expect(heard).toEqual(['list of ', 'also new', 'new: hello']);
  });

  it('finds rooms that nobody told it of when it is asked for anew', async () => {
    const { append, own, following, arrive } = scene();
    const { peer, heard, hears } = arrive();
    await following.follow(peer);
    await append('new', opened());
    own.rooms = ['new'];
    following.onNotice({ kind: 'unknown' });
    await hears('also new');
    expect(heard).toEqual(['list of ', 'also new']);
  });

  it('is not told of the rooms of a guest who goes by its id', async () => {
    const { own, following, arrive } = scene();
    const { peer, heard } = arrive();
    await following.follow(peer);
    own.rooms = ['new'];
    following.onNotice({ kind: 'gained', userId: 'ann', guest: true, roomId: 'new' });
    await new Promise<void>((resolve) => peer.queue.run(resolve));
    expect(heard).toEqual(['list of ']);
  });

  it('does not come into a room that it may not hear any more', async () => {
    const { append, own, following, arrive, views } = scene();
    await append('a', opened(ben));
    own.rooms = ['a'];
    const { peer, session, heard } = arrive();
    await following.follow(peer);
    expect([heard, [...session.rooms]]).toEqual([['list of a'], []]);
    views.sweep(Date.now() + 60_000);
    expect(views.size).toBe(0);
  });

  it('is served later, without asking again, when the services are away', async () => {
    const { append, own, following, arrive, complaints } = scene();
    await append('a', opened());
    own.rooms = ['a'];
    own.meanwhile = () => Promise.reject(new Refused('unavailable'));
    const { peer, heard, hears } = arrive();
    await expect(following.follow(peer)).rejects.toMatchObject({ code: 'unavailable' });
    own.meanwhile = () => Promise.resolve(undefined);
    await hears('list of a');
    expect([heard, complaints]).toEqual([['list of a'], []]);
  });

  it('is told of no room twice, whatever had to be tried again', async () => {
    const { append, own, following, arrive, views } = scene();
    for (const roomId of ['a', 'b']) await append(roomId, opened());
    own.rooms = ['a'];
    const acquire = views.acquire.bind(views);
    let failures = 2;
    views.acquire = (roomId) => {
      failures -= 1;
      return failures >= 0 ? Promise.reject(new EventLogUnavailable('away')) : acquire(roomId);
    };
    const { peer, heard, hears } = arrive();
    await following.follow(peer);
    own.rooms = ['a', 'b'];
    following.onNotice({ kind: 'gained', userId: 'ann', guest: false, roomId: 'b' });
    following.refresh();
    await eventually(() => peer.session.rooms.size === 2, { reason: 'both rooms are heard' });
    for (const roomId of ['a', 'b']) await append(roomId, said('hello'));
    await hears('a: hello', 'b: hello');
    expect(heard).toEqual(['list of a', 'also b', 'a: hello', 'b: hello']);
  });

  it('holds each view once, and gives it back when it is gone', async () => {
    const { append, own, following, hub, views, arrive } = scene();
    await append('a', opened());
    own.rooms = ['a'];
    const { peer, session } = arrive();
    await following.follow(peer);
    await following.follow(peer);
    session.closed = true;
    hub.remove(session);
    views.release('a');
    views.sweep(Date.now() + 60_000);
    expect(views.size).toBe(0);
  });
});

it('thousands of rooms are opened a few at a time, and do not keep waiting what is asked meanwhile', async () => {
  const { own, following, arrive, views } = scene();
  own.rooms = Array.from({ length: 5_000 }, (_, index) => `room ${index}`);
  const opened = new Set<string>();
  let [opening, most] = [0, 0];
  const acquire = views.acquire.bind(views);
  views.acquire = async (roomId) => {
    opening += 1;
    most = Math.max(most, opening);
    const view = await acquire(roomId);
    opening -= 1;
    opened.add(roomId);
    return view;
  };
  const { peer } = arrive();
  following.begin(peer);
  let openedByThen = 0;
  peer.queue.run(() => void (openedByThen = opened.size));
  await eventually(() => opened.size === 5_000, { reason: 'all rooms are opened' });
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(64);
  expect(openedByThen).toBeLessThan(5_000);
});
