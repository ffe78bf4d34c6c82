import { addresses, channels, roomLane, type Roster } from '@noroshi/domain';
import { eventually } from '@noroshi/testing';
import { person, presenceOf, runRooms } from './testing/running-rooms.js';

let rooms: Awaited<ReturnType<typeof runRooms>>;
beforeAll(async () => void (rooms = await runRooms({ visitorGraceMs: 300 })));
afterAll(() => rooms.stop());

/** What a gateway tells: its changes are numbered. */
function gatewayOf(gateway: string) {
  const run = { gateway, epoch: Date.now() };
  let change = 0;
  const connection = (id: string) => ({ connectionId: `${gateway}-${id}`, user: person(id) });
  return {
    run,
    connection,
    enter: (roomId: string, id: string) =>
      rooms.ask('enter', { run, connection: connection(id), roomId, change: (change += 1) }),
    exit: (roomId: string, id: string) =>
      rooms.broadcast.publish(channels.reports, {
        run,
        change: (change += 1),
        kind: 'exited',
        connection: connection(id),
        roomId,
      }),
    /** Something happens of which the report is lost. */
    loseReport: () => (change += 1),
    lease: () => rooms.broadcast.publish(channels.leases, { run, change }),
    serveRoster: (connections: Roster['connections']) =>
      rooms.bus.serve(addresses.roster(gateway), () => ({ run, change, connections })),
  };
}

describe('presence', () => {
  it('is told to everybody, and counted over gateways', async () => {
    const presence = await presenceOf(rooms, 'lobby');
    const [here, there] = [gatewayOf('here'), gatewayOf('there')];
    await rooms.admit('lobby', 'ann');
    expect(await here.enter('lobby', 'ann')).toEqual({ ok: true, count: 1 });
    expect(await there.enter('lobby', 'bob')).toEqual({ ok: true, count: 2 });
    expect(await there.enter('lobby', 'ann')).toEqual({ ok: true, count: 2 });
    expect(await presence.next()).toMatchObject({ kind: 'joined', user: person('ann'), count: 1 });
    expect(await presence.next()).toMatchObject({ kind: 'joined', user: person('bob'), count: 2 });
    expect(await rooms.ask('summary', { roomId: 'lobby' })).toMatchObject({ room: { present: 2 } });
    here.exit('lobby', 'ann');
    there.exit('lobby', 'ann');
    expect(await presence.next()).toMatchObject({ kind: 'left', user: person('ann'), count: 1 });
  });

  it('heals by the roster when a report was lost', async () => {
    const presence = await presenceOf(rooms, 'torn');
    const gateway = gatewayOf('torn');
    await gateway.enter('torn', 'ann');
    await gateway.enter('torn', 'bob');
    expect(await presence.next()).toMatchObject({ user: person('ann') });
    expect(await presence.next()).toMatchObject({ user: person('bob') });
    gateway.loseReport();
    const serving = gateway.serveRoster([{ connection: gateway.connection('ann'), rooms: ['torn'] }]);
    await rooms.nats.connection.flush();
    gateway.lease();
    expect(await presence.next()).toMatchObject({ kind: 'left', user: person('bob'), count: 1 });
    serving.close();
  });

  it('ends for the people of a gateway that falls silent, within six seconds', async () => {
    const presence = await presenceOf(rooms, 'silent');
    const gateway = gatewayOf('silent');
    await gateway.enter('silent', 'ann');
    const lastHeard = Date.now();
    expect(await presence.next()).toMatchObject({ kind: 'joined' });
    expect(await presence.next()).toMatchObject({ kind: 'left', user: person('ann'), count: 0 });
    expect(Date.now() - lastHeard).toBeLessThan(6_000);
  }, 10_000);

  it('bars guests from the ids of verified users', async () => {
    const gateway = gatewayOf('barred');
    await gateway.enter('barred', 'someone');
    await rooms.admit('barred', 'owner');
    const allowed = async (userId: string) => rooms.ask('guestMayUse', { userId });
    expect(await allowed('someone')).toEqual({ ok: true, allowed: false });
    expect(await allowed('owner')).toEqual({ ok: true, allowed: false });
    expect(await allowed('nobody')).toEqual({ ok: true, allowed: true });
  });
});

describe('a visit', () => {
  it('ends by an event when the visitor has been out for the grace; the owner stays', async () => {
    const gateway = gatewayOf('visits');
    await rooms.admit('visits', 'owner');
    await rooms.admit('visits', 'visitor');
    await gateway.enter('visits', 'owner');
    await gateway.enter('visits', 'visitor');
    gateway.exit('visits', 'owner');
    gateway.exit('visits', 'visitor');
    const left = await eventually(
      async () =>
        (await rooms.store.read([roomLane('visits', 'members')])).find(({ event }) => event.type === 'MemberLeft'),
      { reason: 'the visitor left' },
    );
    expect(left.event).toEqual({ type: 'MemberLeft', userId: 'visitor' });
    expect(await rooms.ask('members', { roomId: 'visits' })).toMatchObject({ members: [{ userId: 'owner' }] });
  });

  it('goes on when the visitor comes back within the grace', async () => {
    const gateway = gatewayOf('returns');
    const presence = await presenceOf(rooms, 'returns');
    await rooms.admit('returns', 'owner');
    await rooms.admit('returns', 'visitor');
    await rooms.admit('returns', 'other');
    for (const id of ['visitor', 'other']) await gateway.enter('returns', id);
    gateway.exit('returns', 'visitor');
    gateway.exit('returns', 'other');
    for (let changes = 0; changes < 4; changes += 1) await presence.next();
    await gateway.enter('returns', 'visitor');
    await eventually(
      async () =>
        (await rooms.store.read([roomLane('returns', 'members')])).some(({ event }) => event.type === 'MemberLeft') ||
        undefined,
      { reason: 'the other one left' },
    );
    const answer = await rooms.ask('members', { roomId: 'returns' });
    expect(answer.ok && answer.members.map(({ userId }) => userId)).toEqual(['owner', 'visitor']);
  });
});
