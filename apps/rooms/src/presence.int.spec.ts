import { roomLane } from '@noroshi/domain';
import { eventually } from '@noroshi/testing';
import { GatewayUnderTest } from './testing/gateway-under-test.js';
import { presenceOf, runRooms } from './testing/running-rooms.js';

let rooms: Awaited<ReturnType<typeof runRooms>>;
beforeAll(async () => void (rooms = await runRooms({ visitorGraceMs: 300, crowdSize: 5 })));
afterAll(() => rooms.stop());

const begin = (name: string) => GatewayUnderTest.begin(rooms, name);

describe('presence', () => {
  it('is told to everybody, and counted over gateways', async () => {
    const presence = await presenceOf(rooms, 'lobby');
    const [here, there] = [await begin('here'), await begin('there')];
    expect(await here.enter('lobby', 'b1')).toBe(1);
    expect(await there.enter('lobby', 'e1')).toBe(2);
    expect(await there.enter('lobby', 'b2')).toBe(2);
    expect(await presence.next()).toMatchObject({ kind: 'joined', user: { id: 'bob' }, count: 1 });
    expect(await presence.next()).toMatchObject({ kind: 'joined', user: { id: 'eve' }, count: 2 });
    await here.exit('lobby', 'b1');
    await there.exit('lobby', 'b2');
    expect(await presence.next()).toMatchObject({ kind: 'left', user: { id: 'bob' }, count: 1 });
  });

  it('of a room is part of its summary', async () => {
    const gateway = await begin('summary');
    await rooms.admit('summary', 'bob');
    await gateway.enter('summary', 'b');
    expect(await rooms.ask('summary', { roomId: 'summary' })).toMatchObject({ room: { present: 1, memberCount: 1 } });
  });

  it('heals when the log lacks something: the gateway introduces itself again, and only the difference is told', async () => {
    const presence = await presenceOf(rooms, 'torn');
    const gateway = await begin('torn');
    await gateway.enter('torn', 'b');
    await gateway.enter('torn', 'e');
    for (let changes = 0; changes < 2; changes += 1) await presence.next();
    // Told, but never stored.
    gateway.run.closed(gateway.id('e'));
    const asked = gateway.isAsked();
    await rooms.nats.connection.flush();
    gateway.lease();
    await asked;
    await gateway.introduce('torn', 'b', 'g');
    expect(await presence.next()).toMatchObject({ kind: 'joined', user: { id: 'gus' }, count: 3 });
    expect(await presence.next()).toMatchObject({ kind: 'left', user: { id: 'eve' }, count: 2 });
    gateway.close();
  });

  it('ends for the people of a gateway that falls silent, in the log too; when it was only frozen it is asked for them', async () => {
    const presence = await presenceOf(rooms, 'silent');
    const gateway = await begin('silent');
    await gateway.enter('silent', 'b');
    expect(await presence.next()).toMatchObject({ kind: 'joined' });
    expect(await presence.next()).toMatchObject({ kind: 'left', user: { id: 'bob' }, count: 0 });
    const asked = gateway.isAsked();
    gateway.lease();
    await asked;
    await gateway.introduce('silent', 'b');
    expect(await presence.next()).toMatchObject({ kind: 'joined', count: 1 });
    gateway.close();
  });

  it('bars guests from the ids of verified users', async () => {
    const gateway = await begin('barred');
    await gateway.enter('barred', 'someone');
    await rooms.admit('barred', 'owner');
    const allowed = async (userId: string) => rooms.ask('guestMayUse', { userId });
    expect(await allowed(gateway.id('someone'))).toEqual({ ok: true, allowed: false });
    expect(await allowed('owner')).toEqual({ ok: true, allowed: false });
    expect(await allowed('nobody')).toEqual({ ok: true, allowed: true });
  });

  it('of a crowd is told as a count with a sample, and its members are listed up to a limit, those present first', async () => {
    const gateway = await begin('crowded');
    const presence = await presenceOf(rooms, 'crowded');
    for (let index = 0; index < 10; index += 1) await rooms.admit('crowded', `m${index}@crowded`);
    for (let index = 9; index >= 1; index -= 1) await gateway.enter('crowded', `m${index}`);
    for (let count = 1; count <= 5; count += 1) expect(await presence.next()).toMatchObject({ kind: 'joined', count });
    for (let count = 0; count < 9;) {
      const news = await presence.next();
      expect(news.kind).toBe('crowd');
      count = news.count;
    }
    const answer = await rooms.ask('members', { roomId: 'crowded' });
    expect(answer).toMatchObject({ count: 10, present: 9 });
    expect(answer.ok && answer.members.map(({ present }) => present)).toEqual([true, true, true, true, true]);
  });
});

describe('a restart of the service', () => {
  it('loses no presence, and tells exactly what happened meanwhile', async () => {
    const gateway = await begin('restart');
    const presence = await presenceOf(rooms, 'restart');
    for (const id of ['b', 'e']) await gateway.enter('restart', id);
    for (let changes = 0; changes < 2; changes += 1) await presence.next();
    await rooms.recompose(() => gateway.exit('restart', 'e'));
    expect(await presence.next()).toMatchObject({ kind: 'left', user: { id: 'eve' }, count: 1 });
    await gateway.enter('restart', 'g');
    expect(await presence.next()).toMatchObject({ kind: 'joined', user: { id: 'gus' }, count: 2 });
  });

  it('forgets no status that a user has chosen', async () => {
    const gateway = await begin('busy');
    const atLeast = await gateway.tell(gateway.run.opened('user-who-is-busy'));
    await rooms.ask('present', { roomId: 'busy', atLeast });
    await rooms.ask('chooseStatus', { userId: 'user-who-is-busy', status: 'dnd' });
    expect(await rooms.ask('userPresence', { userId: 'user-who-is-busy' })).toMatchObject({ status: 'dnd', count: 1 });
    await rooms.recompose();
    expect(await rooms.ask('userPresence', { userId: 'user-who-is-busy' })).toMatchObject({ status: 'dnd' });
    await rooms.ask('chooseStatus', { userId: 'user-who-is-busy', status: 'online' });
    expect(await rooms.ask('userPresence', { userId: 'user-who-is-busy' })).toMatchObject({ status: 'online' });
  });
});

describe('ten thousand connections', () => {
  it('are known after a restart, leave at once when their gateway is started anew, and are told in pages', async () => {
    const gateway = await begin('large');
    const { run } = gateway;
    const ids = Array.from({ length: 10_000 }, (_, index) => `u${index}`);
    await gateway.tell(...ids.flatMap((id) => [run.opened(id), run.entered(id, 'large')]));
    const lease = setInterval(() => gateway.lease(), 500);
    await rooms.recompose();
    expect(await rooms.ask('present', { roomId: 'large' })).toEqual({ ok: true, count: 10_000 });
    const page = await rooms.ask('connections', { roomId: 'large', after: 'u9998', limit: 100 });
    expect(page).toMatchObject({ ok: true, more: false, items: [{ connectionId: 'u9999', gateway: 'large' }] });
    await gateway.introduce('elsewhere');
    await eventually(
      async () => {
        const answer = await rooms.ask('present', { roomId: 'large' });
        return answer.ok && answer.count === 0;
      },
      { reason: 'everybody of the former run has left' },
    );
    clearInterval(lease);
    gateway.close();
  });
});

describe('a visit', () => {
  it('ends by an event when the visitor has been out for the grace; the owner stays', async () => {
    const gateway = await GatewayUnderTest.begin(rooms, 'visits');
    await rooms.admit('visits', 'bob');
    await rooms.admit('visits', 'eve');
    await gateway.enter('visits', 'b');
    await gateway.enter('visits', 'e');
    await gateway.exit('visits', 'b');
    await gateway.exit('visits', 'e');
    const left = await eventually(
      async () =>
        (await rooms.store.read([roomLane('visits', 'members')])).find(({ event }) => event.type === 'MemberLeft'),
      { reason: 'the visitor left' },
    );
    expect(left.event).toEqual({ type: 'MemberLeft', userId: 'eve', visitEnded: true });
    expect(await rooms.ask('members', { roomId: 'visits' })).toMatchObject({ members: [{ userId: 'bob' }] });
  });

  it('goes on when the visitor comes back within the grace', async () => {
    const gateway = await GatewayUnderTest.begin(rooms, 'returns');
    const presence = await presenceOf(rooms, 'returns');
    await rooms.admit('returns', 'owner');
    await rooms.admit('returns', 'bob');
    await rooms.admit('returns', 'eve');
    for (const id of ['b', 'e']) await gateway.enter('returns', id);
    await gateway.exit('returns', 'b');
    await gateway.exit('returns', 'e');
    for (let changes = 0; changes < 4; changes += 1) await presence.next();
    await gateway.enter('returns', 'b2');
    await eventually(
      async () =>
        (await rooms.store.read([roomLane('returns', 'members')])).some(({ event }) => event.type === 'MemberLeft') ||
        undefined,
      { reason: 'the other one left' },
    );
    const answer = await rooms.ask('members', { roomId: 'returns' });
    expect(answer.ok && answer.members.map(({ userId }) => userId)).toEqual(['owner', 'bob']);
  });
});
