import { channels, type MembershipNotice } from '@noroshi/domain';
import { eventually } from '@noroshi/testing';
import { person, runRooms } from './testing/running-rooms.js';

let rooms: Awaited<ReturnType<typeof runRooms>>;
beforeAll(async () => void (rooms = await runRooms()));
afterAll(() => rooms.stop());

type Query = Parameters<typeof rooms.ask<'roomsOf'>>[1];

const roomsOf = async (query: Partial<Query> & { readonly userId: string }) => {
  const answer = await rooms.ask('roomsOf', { limit: 100, ...query });
  if (!answer.ok) throw new Error(answer.code);
  return { ids: answer.rooms.map(({ room }) => room.roomId), more: answer.more, rooms: answer.rooms };
};

const notices = async () => {
  const heard: MembershipNotice[] = [];
  await rooms.broadcast.listen(channels.memberships, (notice) => heard.push(notice as MembershipNotice));
  return heard;
};

describe('the rooms of a user', () => {
  it('are those of its memberships, in order of room id, with who is in them', async () => {
    await rooms.admit('list-b', 'ann', 'member');
    await rooms.admit('list-a', 'ann', 'visitor');
    await rooms.admit('list-a', 'bob', 'member');
    await rooms.admit('list-c', 'bob', 'member');
    const { ids, more, rooms: found } = await roomsOf({ userId: 'ann' });
    expect([ids, more]).toEqual([['list-a', 'list-b'], false]);
    expect(found[0]).toMatchObject({
      room: { roomId: 'list-a', name: 'Room list-a', memberCount: 2 },
      participants: [person('ann'), person('bob')],
      joinedAt: expect.any(Number) as number,
    });
  });

  it('come in pages', async () => {
    for (const roomId of ['page-1', 'page-2', 'page-3']) await rooms.admit(roomId, 'pat', 'member');
    const first = await roomsOf({ userId: 'pat', limit: 2 });
    expect([first.ids, first.more]).toEqual([['page-1', 'page-2'], true]);
    const second = await roomsOf({ userId: 'pat', limit: 2, after: 'page-2' });
    expect([second.ids, second.more]).toEqual([['page-3'], false]);
  });

  it('may be asked for one by one', async () => {
    await rooms.admit('only', 'olly', 'member');
    await rooms.admit('other', 'olly', 'member');
    expect((await roomsOf({ userId: 'olly', roomId: 'only' })).ids).toEqual(['only']);
    expect((await roomsOf({ userId: 'olly', roomId: 'nowhere' })).ids).toEqual([]);
  });

  it('are not those that it has left, was removed from, or that are closed', async () => {
    for (const roomId of ['left', 'lost', 'closed', 'kept']) {
      await rooms.admit(roomId, 'olga', 'member');
      await rooms.admit(roomId, 'max', 'member');
    }
    await rooms.wish('left', 'max', { type: 'LeaveRoom' });
    await rooms.wish('lost', 'olga', { type: 'RemoveUser', userId: 'max' });
    await rooms.wish('closed', 'olga', { type: 'ArchiveRoom' });
    expect((await roomsOf({ userId: 'max' })).ids).toEqual(['kept']);
  });

  it('are the same after a restart', async () => {
    await rooms.admit('lasting', 'lea', 'member');
    await rooms.recompose();
    expect((await roomsOf({ userId: 'lea' })).ids).toEqual(['lasting']);
  });

  it('are not those of a guest who goes by its id, and the other way round', async () => {
    await rooms.ask('admit', { roomId: 'guests', user: person('owner'), kind: 'member' });
    await rooms.ask('admit', { roomId: 'guests', user: person('gus', true), kind: 'visitor' });
    expect((await roomsOf({ userId: 'gus' })).ids).toEqual([]);
    const guest = await roomsOf({ userId: 'gus', guest: true });
    expect(guest.rooms.find(({ room }) => room.roomId === 'guests')).toHaveProperty('joinedAt');
    const other = await roomsOf({ userId: 'owner', guest: true });
    expect(other.rooms.find(({ room }) => room.roomId === 'guests')).not.toHaveProperty('joinedAt');
  });

  it('are, for a guest, the public ones', async () => {
    await rooms.admit('open', 'olga', 'member');
    await rooms.wish('hidden', 'olga', {
      type: 'OpenRoom',
      name: 'Hidden',
      settings: { isPublic: false, maxMembers: 9, allowFileSharing: true },
    });
    const { ids } = await roomsOf({ userId: 'passer-by', guest: true });
    expect(ids).toContain('open');
    expect(ids).not.toContain('hidden');
  });
});

describe('a membership', () => {
  it('that is new is told to whoever listens', async () => {
    const heard = await notices();
    await rooms.admit('told', 'ann', 'member');
    await rooms.admit('told', 'bob', 'visitor');
    await rooms.admit('told', 'bob', 'member');
    await eventually(() => heard.length >= 2, { reason: 'both are told' });
    expect(heard).toEqual([
      { kind: 'gained', userId: 'ann', guest: false, roomId: 'told' },
      { kind: 'gained', userId: 'bob', guest: false, roomId: 'told' },
    ]);
  });

  it('may have been told to nobody while the service was away, which is told', async () => {
    const heard = await notices();
    await rooms.recompose();
    await eventually(() => heard.some(({ kind }) => kind === 'unknown'), { reason: 'a restart is told' });
    expect(heard).toEqual([{ kind: 'unknown' }]);
  });
});
