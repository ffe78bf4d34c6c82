import { roomLane } from '@noroshi/domain';
import { runRooms } from './testing/running-rooms.js';

let rooms: Awaited<ReturnType<typeof runRooms>>;
beforeAll(async () => void (rooms = await runRooms()));
afterAll(() => rooms.stop());

const NAME = 'room-directory';
const letters = async () => (await rooms.deadLetters.list({ consumer: NAME, limit: 100 })).items;
const store = async (roomId: string, bytes: string) => {
  const lane = roomLane(roomId, 'control');
  const before = await rooms.store.lastPosition(lane);
  rooms.nats.connection.publish(`room.${roomId}.control`, bytes);
  await rooms.nats.connection.flush();
  // Once the server has answered a later request, it has stored what came before.
  const position = await rooms.store.lastPosition(lane);
  expect(position).toBeGreaterThan(before);
  return position;
};

describe('an event that the directory can not fold', () => {
  it('is buried, and commands on its room are decided behind it', async () => {
    await rooms.admit('sick', 'ann', 'member');
    const position = await store('sick', '{"type":"UserBanned"}');
    expect(await rooms.wish('sick', 'ann', { type: 'RenameRoom', name: 'Well again' })).toMatchObject({ ok: true });
    expect(await rooms.ask('summary', { roomId: 'sick' })).toMatchObject({ room: { name: 'Well again' } });
    expect(await letters()).toMatchObject([
      { position, reason: 'the message is a UserBanned without a valid userId', lane: { entity: 'sick' } },
    ]);
  });

  it('does not keep the service from starting, and is not buried again', async () => {
    const buried = await letters();
    await rooms.recompose();
    expect(await rooms.wish('sick', 'ann', { type: 'RenameRoom', name: 'Still well' })).toMatchObject({ ok: true });
    expect(await letters()).toEqual(buried);
  });

  it('comes into its place when a replay can fold it', async () => {
    await rooms.admit('mended', 'ann', 'member');
    await rooms.admit('mended', 'bob', 'member');
    const position = await rooms.store.lastPosition(roomLane('mended', 'members'));
    const lane = { category: 'room', entity: 'mended', name: 'members' };
    // As if an earlier version had not been able to.
    const id = await rooms.deadLetters.bury({
      ...{ consumer: NAME, epoch: rooms.store.epoch, position, lane, reason: 'a bug', tries: 3 },
    });
    expect(await rooms.operate('replay', { id })).toEqual({ kind: 'replayed' });
    expect(await rooms.ask('members', { roomId: 'mended' })).toMatchObject({
      members: [{ userId: 'ann' }, { userId: 'bob' }],
    });
    expect(await rooms.wish('mended', 'ann', { type: 'RenameRoom', name: 'Mended' })).toMatchObject({ ok: true });
  });
});

describe('a rebuild of the directory', () => {
  it('never loses a command that is decided meanwhile, nor decides one on less than was stored', async () => {
    for (let n = 0; n < 100; n += 1) await rooms.admit(`room ${n}`, 'ann', 'member');
    expect(await rooms.operate('rebuild', {})).toMatchObject({ name: NAME, rebuilding: {} });
    const joined: string[] = [];
    let isRebuilding = true;
    for (let n = 0; isRebuilding || n < 20; n += 1) {
      const userId = `user ${n}`;
      const first = await rooms.admit('room 7', userId, 'member');
      expect(first).toMatchObject({ ok: true });
      joined.push(userId);
      // The one before is known to be a member, so nothing is stored for a second join.
      expect(await rooms.admit('room 7', userId, 'member')).toEqual(first);
      isRebuilding = 'rebuilding' in (await rooms.operate('status', {}));
    }
    const answer = await rooms.ask('members', { roomId: 'room 7' });
    expect(answer.ok && answer.members.map(({ userId }) => userId)).toEqual(['ann', ...joined]);
    expect(await rooms.ask('summary', { roomId: 'room 99' })).toMatchObject({ room: { memberCount: 1 } });
    expect(await rooms.ask('guestMayUse', { userId: 'user 3' })).toMatchObject({ allowed: false });
  });
});
