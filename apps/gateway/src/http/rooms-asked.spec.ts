import fc from 'fast-check';
import { isRoomId } from '@noroshi/domain';
import { Refused } from '../refusal.js';
import { roomsAsked } from './rooms-asked.js';

const codeOf = (rawQuery: string): string => {
  try {
    roomsAsked(rawQuery);
    return 'none';
  } catch (cause) {
    return cause instanceof Refused ? cause.code : 'a bug';
  }
};

describe('the rooms that somebody asks for', () => {
  it.each([
    ['one', 'rooms=lobby', ['lobby']],
    ['several, each once', 'token=x&rooms=a,b,a&cursor=y', ['a', 'b']],
    ['a comma within an id', 'rooms=a%2Cb,c', ['a,b', 'c']],
    ['of any script', `rooms=${encodeURIComponent('狼煙 & co')},plain`, ['狼煙 & co', 'plain']],
    ['a space as forms send it', 'rooms=my+room,c%2B%2B', ['my room', 'c++']],
    ['by several fields', 'rooms=a&rooms=b', ['a', 'b']],
    ['between empty places', 'rooms=,a,,b,', ['a', 'b']],
  ])('may be %s', (_, rawQuery, rooms) => expect(roomsAsked(rawQuery)).toEqual(rooms));

  it.each([
    ['none', '', 'invalid_frame'],
    ['none named', 'rooms=', 'invalid_frame'],
    ['under another name', 'room=a', 'invalid_frame'],
    ['a broken escape', 'rooms=%E0%A4%A', 'invalid_room_id'],
    ['a control character', 'rooms=a%00', 'invalid_room_id'],
    ['a long id', `rooms=${'r'.repeat(129)}`, 'invalid_room_id'],
    ['too many', `rooms=${Array.from({ length: 101 }, (__, index) => index).join(',')}`, 'invalid_frame'],
  ])('are refused: %s', (_, rawQuery, code) => expect(codeOf(rawQuery)).toBe(code));

  it('are those that were encoded, whatever they are called', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 40 }).filter(isRoomId), { minLength: 1 }),
        (ids) => {
          expect(roomsAsked(`rooms=${ids.map(encodeURIComponent).join(',')}`)).toEqual(ids);
        },
      ),
    ));

  it('never meet a bug', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(codeOf(`rooms=${text}`)).not.toBe('a bug');
      }),
    ));
});
