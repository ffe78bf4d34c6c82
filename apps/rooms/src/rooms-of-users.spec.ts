import { RoomsOfUsers } from './rooms-of-users.js';

describe('the rooms of users', () => {
  const roomsOf = (index: RoomsOfUsers, userId: string) => [...index.of(userId)].toSorted();

  it('are those that somebody is in, each once, until it is left', () => {
    const index = new RoomsOfUsers();
    for (const roomId of ['lobby', 'attic', 'lobby']) index.add('ann', roomId);
    index.add('ben', 'lobby');
    expect([roomsOf(index, 'ann'), roomsOf(index, 'ben'), roomsOf(index, 'cid')]).toEqual([
      ['attic', 'lobby'],
      ['lobby'],
      [],
    ]);
    index.remove('ann', 'lobby');
    index.remove('ann', 'cellar');
    expect([roomsOf(index, 'ann'), roomsOf(index, 'ben')]).toEqual([['attic'], ['lobby']]);
  });

  it('of one room are replaced whole, and no others', () => {
    const index = new RoomsOfUsers();
    for (const [userId, roomId] of [
      ['ann', 'lobby'],
      ['ann', 'attic'],
      ['ben', 'lobby'],
    ] as const)
      index.add(userId, roomId);
    index.replace('lobby', new Set(['ben', 'cid']));
    expect([roomsOf(index, 'ann'), roomsOf(index, 'ben'), roomsOf(index, 'cid')]).toEqual([
      ['attic'],
      ['lobby'],
      ['lobby'],
    ]);
  });
});
