import { jest } from '@jest/globals';
import { Random } from '../random.js';
import { Ledger, type Frame } from './ledger.js';
import { Seats } from './seats.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function setUp() {
  const ledger = new Ledger('c1', 'u1');
  const sent: object[] = [];
  const seats = new Seats({
    ledger,
    random: new Random('seats'),
    now: () => Date.now(),
    send: (frame) => sent.push(frame),
    onSeated: () => undefined,
  });
  return { ledger, sent, seats };
}

const message = (offset: string, roomId = 'a'): Frame => ({ type: 'message', roomId, offset, messageId: `m${offset}` });

function inside() {
  const all = setUp();
  all.seats.join('a');
  all.seats.connected();
  all.seats.joined({ type: 'joinedRoom', roomId: 'a', offset: 'e-5' });
  all.sent.length = 0;
  return all;
}

describe('a client', () => {
  it('comes back with the last offset it got', () => {
    const { seats, sent } = inside();
    seats.heard(message('e-7'));
    seats.heard(message('e-9'));
    seats.disconnected();
    seats.connected();
    expect(sent).toEqual([{ action: 'resume', rooms: [{ roomId: 'a', offset: 'e-9' }] }]);
    expect(seats.settled).toBe(false);
    seats.resumed({ type: 'resumed', roomId: 'a', complete: true });
    expect(seats.settled).toBe(true);
  });

  it('comes back with where it began when it heard nothing', () => {
    const { seats, sent } = inside();
    seats.disconnected();
    seats.connected();
    expect(sent).toEqual([{ action: 'resume', rooms: [{ roomId: 'a', offset: 'e-5' }] }]);
  });

  it('stays one stay over all connections, and begins another when it joins again', () => {
    const { seats, ledger } = inside();
    seats.heard(message('e-7'));
    seats.disconnected();
    seats.connected();
    seats.resumed({ type: 'resumed', roomId: 'a', complete: true });
    seats.heard(message('e-8'));
    seats.leave('a');
    seats.join('a');
    seats.joined({ type: 'joinedRoom', roomId: 'a', offset: 'e-9' });
    expect(ledger.stays.map(({ base, heard, open }) => [base, heard.length, open])).toEqual([
      ['e-5', 2, false],
      ['e-9', 0, true],
    ]);
  });

  it('tries again when the server cannot let it back in now, with no second wish at a time', () => {
    const { seats, sent } = inside();
    seats.disconnected();
    seats.connected();
    seats.resumed({ type: 'resumed', roomId: 'a', complete: false, code: 'unavailable' });
    seats.resumed({ type: 'resumed', roomId: 'a', complete: false, code: 'unavailable' });
    jest.advanceTimersByTime(5_000);
    expect(sent).toHaveLength(2);
  });

  it.each([
    ['shown out', (seats: Seats) => seats.left({ type: 'leftRoom', roomId: 'a', code: 'not_a_member' })],
    ['told not to be in', (seats: Seats) => seats.notIn('a')],
    [
      'not let back in: room_not_found',
      (seats: Seats) => seats.resumed({ type: 'resumed', roomId: 'a', complete: false, code: 'room_not_found' }),
    ],
    [
      'not replayed from e-5: invalid_offset',
      (seats: Seats) =>
        seats.resumed({ type: 'resumed', roomId: 'a', complete: false, code: 'invalid_offset', to: 'e-9' }),
    ],
  ])('tells when it was %s', (text, happens) => {
    const { seats, ledger } = inside();
    happens(seats);
    expect(ledger.misdeeds.map((misdeed) => misdeed.text).join()).toContain(text);
  });

  it('tells of what it hears while it is not let in', () => {
    const { seats, ledger } = inside();
    seats.disconnected();
    seats.heard(message('e-7'));
    expect(ledger.misdeeds).toHaveLength(1);
  });

  it('does not mind a second welcome, and tells of one to a room that it was never let into', () => {
    const welcome = { type: 'joinedRoom', roomId: 'a', status: 'already_joined' };
    const known = inside();
    known.seats.joined(welcome);
    expect(known.ledger.misdeeds).toEqual([]);
    const { seats, ledger } = setUp();
    seats.join('a');
    seats.connected();
    seats.joined(welcome);
    expect(ledger.misdeeds).toHaveLength(1);
  });
});
