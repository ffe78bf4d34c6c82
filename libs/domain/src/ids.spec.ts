import { isClientMessageId, isRoomId, isUserId } from './ids.js';

const names = [
  'a',
  'a.b',
  '*',
  '>',
  'two words',
  '狼煙',
  '🔥'.repeat(128),
  'x'.repeat(128),
  '__proto__',
  ' ',
  '\u200d',
];
const none = ['', 'x'.repeat(129), '🔥'.repeat(129), 'a\nb', '\u0000', '\u007f', '\u0085', '\ud800', 'a\udc00b'];

describe.each([
  ['a room id', isRoomId],
  ['a user id', isUserId],
])('%s', (_, is) => {
  it.each(names)('can be %j', (id) => expect(is(id)).toBe(true));
  it.each(none)('can not be %j', (id) => expect(is(id)).toBe(false));
});

describe('a client message id', () => {
  it.each(['1', 'a-b_c', 'x'.repeat(64), '🔥'.repeat(64), '__proto__'])('can be %j', (id) =>
    expect(isClientMessageId(id)).toBe(true),
  );
  it.each(['', 'x'.repeat(65), '🔥'.repeat(65), 'a\nb', '\u200b', '\ud800'])('can not be %j', (id) =>
    expect(isClientMessageId(id)).toBe(false),
  );
});
