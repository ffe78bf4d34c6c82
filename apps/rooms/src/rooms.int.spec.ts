import { addresses, roomLane, shortIdOf } from '@noroshi/domain';
import { ServiceUnavailable } from '@noroshi/event-sourcing';
import { createLogger } from '@noroshi/telemetry';
import { eventually, freePort, startNatsServer } from '@noroshi/testing';
import { composeRooms } from './compose.js';
import { person, runRooms } from './testing/running-rooms.js';

let rooms: Awaited<ReturnType<typeof runRooms>>;
beforeAll(async () => void (rooms = await runRooms()));
afterAll(() => rooms.stop());

const eventTypes = async (roomId: string) => {
  const events = await rooms.store.read([roomLane(roomId, 'control'), roomLane(roomId, 'members')]);
  return events.map(({ event }) => event.type);
};

describe('a room', () => {
  it('is opened once by twenty first joins at once, and has one owner', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => rooms.admit('rush', `user-${n}`)));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    const types = await eventTypes('rush');
    expect(types.filter((type) => type === 'RoomOpened')).toHaveLength(1);
    expect(types.filter((type) => type === 'MemberJoined')).toHaveLength(19);
    const answer = await rooms.ask('members', { roomId: 'rush' });
    const members = answer.ok ? answer.members : [];
    expect(members).toHaveLength(20);
    expect(members.filter(({ role }) => role === 'owner')).toHaveLength(1);
  });

  it('opened by a first join is public, takes 100 members and is named after its id', async () => {
    expect(await rooms.admit('plain', 'ann')).toEqual({ ok: true, position: expect.any(Number) as number });
    expect(await rooms.ask('summary', { roomId: 'plain' })).toMatchObject({
      ok: true,
      room: {
        name: 'Room plain',
        ownerId: 'ann',
        settings: { isPublic: true, maxMembers: 100, allowFileSharing: true },
        memberCount: 1,
        present: 0,
      },
    });
  });

  it('admits the same user again without another event', async () => {
    await rooms.admit('again', 'ann');
    const first = await rooms.admit('again', 'bob');
    // So that who has not heard of the first one yet knows how far to listen.
    expect(await rooms.admit('again', 'bob')).toEqual(first);
    expect(await eventTypes('again')).toEqual(['RoomOpened', 'MemberJoined']);
  });

  it('that nobody opened has no summary, no members and takes no commands', async () => {
    expect(await rooms.ask('summary', { roomId: 'nowhere' })).toEqual({ ok: true });
    expect(await rooms.ask('members', { roomId: 'nowhere' })).toEqual({ ok: false, code: 'room_not_found' });
    expect(await rooms.wish('nowhere', 'ann', { type: 'LeaveRoom' })).toEqual({ ok: false, code: 'room_not_found' });
  });

  it('is found by its short id, under which no other room can be opened', async () => {
    await rooms.admit('short', 'ann');
    const shortId = shortIdOf('short');
    expect(await rooms.ask('roomNamed', { shortId })).toEqual({ ok: true, roomId: 'short' });
    expect(await rooms.ask('roomNamed', { shortId: shortIdOf('nowhere') })).toEqual({ ok: true });
    expect(await rooms.admit(shortId, 'eve')).toEqual({ ok: false, code: 'room_exists' });
    const settings = { isPublic: true, maxMembers: 9, allowFileSharing: true };
    const opening = { type: 'OpenRoom', name: 'x', settings } as const;
    expect(await rooms.wish(shortId, 'eve', opening)).toEqual({ ok: false, code: 'room_exists' });
    const { people } = (await rooms.ask('people', { userIds: [shortIdOf('ann'), 'nobody'] })) as { people: unknown };
    expect(people).toEqual([person('ann')]);
  });

  it('does not let a banned user in', async () => {
    await rooms.admit('strict', 'ann');
    await rooms.admit('strict', 'bob');
    expect(await rooms.wish('strict', 'ann', { type: 'BanUser', userId: 'bob' })).toMatchObject({ ok: true });
    expect(await rooms.admit('strict', 'bob')).toEqual({ ok: false, code: 'banned' });
  });

  it('shows at once what was done a moment ago', async () => {
    await rooms.admit('named', 'ann');
    await rooms.wish('named', 'ann', { type: 'RenameRoom', name: 'Hall' });
    expect(await rooms.ask('summary', { roomId: 'named' })).toMatchObject({ room: { name: 'Hall' } });
  });

  it('is the same after the service was started anew', async () => {
    await rooms.admit('lasting', 'ann');
    await rooms.admit('lasting', 'bob', 'member');
    await rooms.wish('lasting', 'ann', { type: 'ChangeRole', userId: 'bob', role: 'moderator' });
    const before = [
      await rooms.ask('summary', { roomId: 'lasting' }),
      await rooms.ask('members', { roomId: 'lasting' }),
      await rooms.ask('publicRooms', { limit: 100 }),
    ];
    await rooms.recompose();
    expect([
      await rooms.ask('summary', { roomId: 'lasting' }),
      await rooms.ask('members', { roomId: 'lasting' }),
      await rooms.ask('publicRooms', { limit: 100 }),
    ]).toEqual(before);
  });

  it('is served again after nats-server was killed', async () => {
    await rooms.admit('tough', 'ann');
    await rooms.server.kill();
    await rooms.server.restart();
    await eventually(async () => (await rooms.admit('tough', 'bob')).ok || undefined, { reason: 'admitted again' });
    const answer = await rooms.ask('members', { roomId: 'tough' });
    expect(answer).toMatchObject({ ok: true, members: [{ userId: 'ann' }, { userId: 'bob' }] });
  });
});

describe('a message', () => {
  const post = async (roomId: string, id: string) => {
    const event = { type: 'MessagePosted', by: person(id), content: 'hello', messageType: 'text' } as const;
    const result = await rooms.store.append(roomLane(roomId, 'talk'), event);
    if (!result.stored) throw new Error('not stored');
    return result.position;
  };

  it('is edited by its author and by nobody else', async () => {
    const facts = rooms.serveFacts();
    await rooms.admit('talk', 'ann');
    await rooms.admit('talk', 'bob');
    const position = await post('talk', 'ann');
    const edit = { type: 'EditMessage', position, content: 'hello all' } as const;
    expect(await rooms.wish('talk', 'bob', edit)).toEqual({ ok: false, code: 'not_your_message' });
    expect(await rooms.wish('talk', 'ann', edit)).toEqual({ ok: true, position: expect.any(Number) as number });
    const talk = await rooms.store.read([roomLane('talk', 'talk')]);
    expect(talk.map(({ event }) => event)).toEqual([
      expect.objectContaining({ type: 'MessagePosted' }),
      {
        ...{ type: 'MessageEdited', message: position, content: 'hello all', by: person('ann') },
        postedAt: talk[0]?.recordedAt,
      },
    ]);
    facts.close();
  });

  it('can be neither edited nor deleted while nobody knows it', async () => {
    await rooms.admit('deaf', 'ann');
    const position = await post('deaf', 'ann');
    expect(await rooms.wish('deaf', 'ann', { type: 'DeleteMessage', position })).toEqual({
      ok: false,
      code: 'unavailable',
    });
  });
});

describe('the rooms service', () => {
  it('waits for a nats-server that is not up yet', async () => {
    const port = await freePort();
    const logger = createLogger({ name: 'rooms', level: 'silent' });
    const composing = composeRooms({
      natsUrl: `nats://127.0.0.1:${port}`,
      logReplicas: 1,
      logMaxBytes: 0,
      defaultMaxMembers: 1,
      crowdSize: 250,
      visitorGraceMs: 1,
      logger,
    });
    const server = await startNatsServer({ port });
    await (await composing).drain();
    await server.stop();
  });

  it('answers bytes that make no sense, and goes on', async () => {
    const answer = await rooms.nats.connection.request('service.rooms.admit', 'no json {', { timeout: 2000 });
    expect(answer.json()).toEqual({ ok: false, code: 'unavailable' });
    expect(await rooms.bus.request(addresses.rooms('execute'), { roomId: 7 })).toMatchObject({ ok: false });
    expect(await rooms.ask('publicRooms', { limit: 1 })).toMatchObject({ ok: true });
  });

  it('hears news that make no sense, and goes on', async () => {
    rooms.broadcast.publish({ kind: 'reports' }, { run: 'x' });
    rooms.broadcast.publish({ kind: 'leases' }, null);
    expect(await rooms.ask('publicRooms', { limit: 1 })).toMatchObject({ ok: true });
  });

  it('finishes the commands in hand when it is drained', async () => {
    await rooms.admit('drained', 'ann');
    const answers = Promise.allSettled(Array.from({ length: 50 }, (_, n) => rooms.admit('drained', `late-${n}`)));
    await rooms.nats.connection.flush();
    await rooms.recompose();
    const settled = await answers;
    const admitted = settled.filter((each) => each.status === 'fulfilled' && each.value.ok).length;
    const refused = settled.filter((each) => each.status === 'rejected');
    expect(refused.every(({ reason }) => reason instanceof ServiceUnavailable)).toBe(true);
    const answer = await rooms.ask('members', { roomId: 'drained' });
    expect(answer.ok && answer.members.length).toBe(admitted + 1);
    expect(admitted).toBeGreaterThan(0);
  });
});
