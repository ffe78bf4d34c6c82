import fc from 'fast-check';
import { formatCursor, parseCursor, positionIn, type Cursor } from './cursor.js';
import { formatOffset } from './offset.js';

const epoch = fc.stringMatching(/^[0-9a-z]{1,16}$/);
const position = fc.maxSafeNat();
const roomId = fc.string({ minLength: 1, maxLength: 128, unit: 'grapheme' });
const positions = fc
  .array(fc.tuple(roomId, position), { minLength: 1, maxLength: 40 })
  .map((entries) => new Map(entries));

const parsed = (text: string): Cursor => {
  const cursor = parseCursor(text);
  if (!cursor) throw new Error(`${text} is no cursor`);
  return cursor;
};

describe('a cursor', () => {
  it('tells of each room how far it was, and nothing of any later', () =>
    fc.assert(
      fc.property(epoch, positions, (of, rooms) => {
        const cursor = parsed(formatCursor(of, rooms));
        expect(cursor.epoch).toBe(of);
        for (const [room, at] of rooms) expect(positionIn(cursor, room)).toBe(at);
      }),
    ));

  it('of one room is its offset', () =>
    fc.assert(
      fc.property(epoch, roomId, position, (of, room, at) => {
        expect(formatCursor(of, new Map([[room, at]]))).toBe(formatOffset(of, at));
      }),
    ));

  it('of rooms that are as far as one another is an offset', () => {
    expect(
      formatCursor(
        'e',
        new Map([
          ['a', 36],
          ['b', 36],
        ]),
      ),
    ).toBe(formatOffset('e', 36));
  });

  it('may be any offset, which tells the same of every room', () =>
    fc.assert(
      fc.property(epoch, position, roomId, (of, at, room) => {
        const cursor = parsed(formatOffset(of, at));
        expect([cursor.epoch, positionIn(cursor, room)]).toEqual([of, at]);
      }),
    ));

  it('tells of a room that it does not know no more than of any other', () =>
    fc.assert(
      fc.property(epoch, positions, roomId, (of, rooms, other) => {
        fc.pre(!rooms.has(other));
        expect(positionIn(parsed(formatCursor(of, rooms)), other)).toBe(Math.min(...rooms.values()));
      }),
    ));

  it('of rooms that share a mark tells the earlier, so that nothing is left out', () => {
    // Found by search: the fingerprints of both are the same.
    const twins = ['room-112789', 'room-349192'] as const;
    const rooms = (first: number, second: number) =>
      new Map([
        [twins[0], first],
        [twins[1], second],
        ['elsewhere', 1],
      ]);
    for (const text of [formatCursor('e', rooms(50, 70)), formatCursor('e', rooms(70, 50))]) {
      expect(twins.map((room) => positionIn(parsed(text), room))).toEqual([50, 50]);
      expect(positionIn(parsed(text), 'elsewhere')).toBe(1);
    }
  });

  it('needs no encoding in an address or a header, and less than a dozen characters a room', () => {
    const rooms = new Map(Array.from({ length: 100 }, (_, index) => [`狼煙 ${index}`, 1_000_000_000 + index * 99]));
    const text = formatCursor('1a2b3c', rooms);
    expect(encodeURIComponent(text)).toBe(text);
    expect(text.length).toBeLessThan(1_200);
  });

  it('of no room at all is the beginning', () => {
    expect(formatCursor('e', new Map())).toBe(formatOffset('e', 0));
  });

  it.each([
    '',
    '~',
    'e',
    'e-',
    'e-1~',
    'e-1~~',
    'e-1~0000000',
    'e-1~00000001.',
    'e-1~.00000001',
    'e-1~00000001~00000001',
    'e-1~00000001.00000002',
    'e-1~0000000A',
    'e-1~00000001 ',
    `e-1~0000000${'z'.repeat(11)}`,
    `e-1~0000000${'1'.repeat(12)}`,
    'E-1',
    '__proto__',
    'e-１',
  ])('is not %j', (text) => expect(parseCursor(text)).toBeUndefined());

  it('is nothing else, whatever the text', () =>
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^e-[0-9a-z]+~[0-9a-z.~]*$/)), (text) => {
        const cursor = parseCursor(text);
        for (const at of cursor ? [cursor.base, ...cursor.ahead.values()] : [])
          expect(Number.isSafeInteger(at)).toBe(true);
      }),
    ));
});
