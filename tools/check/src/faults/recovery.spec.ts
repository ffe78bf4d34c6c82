import { Recovery } from './recovery.js';

const killOfRooms = { what: 'kill rooms', election: false, at: 1_000 };

describe('a room', () => {
  it('is served again with the first message that was sent after the kill', () => {
    const recovery = new Recovery(['a', 'b']);
    recovery.killed(killOfRooms);
    recovery.accepted({ roomId: 'a', sentAt: 1_100, at: 1_300 });
    recovery.accepted({ roomId: 'a', sentAt: 1_400, at: 1_500 });
    expect(recovery.recovered).toEqual([{ what: 'kill rooms', election: false, roomId: 'a', ms: 300 }]);
    expect(recovery.open).toEqual(['kill rooms: b']);
  });

  it('is not served by the answer to what was sent before', () => {
    const recovery = new Recovery(['a']);
    recovery.killed(killOfRooms);
    recovery.accepted({ roomId: 'a', sentAt: 999, at: 1_001 });
    expect(recovery.recovered).toEqual([]);
    expect(recovery.open).toEqual(['kill rooms: a']);
  });

  it('counts for each kill that came before', () => {
    const recovery = new Recovery(['a']);
    recovery.killed(killOfRooms);
    recovery.killed({ what: 'kill nats-1', election: true, at: 1_200 });
    recovery.accepted({ roomId: 'a', sentAt: 1_250, at: 1_400 });
    expect(recovery.recovered.map(({ what, ms }) => `${what} ${ms}`)).toEqual(['kill rooms 400', 'kill nats-1 200']);
    expect(recovery.open).toEqual([]);
  });

  it('waits for a leader, whatever else was killed meanwhile', () => {
    const recovery = new Recovery(['a']);
    recovery.killed({ what: 'kill nats-1', election: true, at: 500 });
    recovery.killed(killOfRooms);
    recovery.accepted({ roomId: 'a', sentAt: 4_000, at: 6_000 });
    recovery.killed({ ...killOfRooms, at: 7_000 });
    recovery.accepted({ roomId: 'a', sentAt: 7_100, at: 7_200 });
    expect(recovery.recovered.map(({ what, election }) => `${what} ${election}`)).toEqual([
      'kill nats-1 true',
      'kill rooms true',
      'kill rooms false',
    ]);
  });

  it('does not count the pause of a process that it had to wait for', () => {
    const recovery = new Recovery(['a']);
    recovery.pauseBegan(100);
    recovery.pauseEnded(900);
    recovery.killed(killOfRooms);
    recovery.pauseBegan(1_100);
    recovery.pauseBegan(1_500);
    recovery.pauseEnded(2_100);
    recovery.pauseEnded(3_100);
    recovery.accepted({ roomId: 'a', sentAt: 3_150, at: 3_200 });
    expect(recovery.recovered.map(({ ms }) => ms)).toEqual([200]);
  });

  it('counts everything when it is served although a process is paused', () => {
    const recovery = new Recovery(['a']);
    recovery.pauseBegan(500);
    recovery.killed(killOfRooms);
    recovery.accepted({ roomId: 'a', sentAt: 1_100, at: 1_300 });
    expect(recovery.recovered.map(({ ms }) => ms)).toEqual([300]);
  });
});
