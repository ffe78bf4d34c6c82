import fc from 'fast-check';
import { formatMessageId, formatOffset, parseMessageId, parseOffset } from './offset.js';

const epoch = fc.stringMatching(/^[0-9a-z]{1,16}$/);
const position = fc.maxSafeNat();

const garbage = [
  '',
  '-',
  'a',
  'a-',
  '-1',
  'a-b-c',
  'A-1',
  'a-1\n',
  ' a-1',
  'a-1.5',
  'a-1e3 ',
  'a_1',
  `${'a'.repeat(17)}-1`,
  `a-${'1'.repeat(12)}`,
  'a-zzzzzzzzzzz',
  '__proto__',
  'constructor',
  '\ud800-1',
  'a-\udc00',
  '１-１',
];

describe('an offset', () => {
  it('is read back as it was written', () =>
    fc.assert(
      fc.property(epoch, position, (of, at) => {
        expect(parseOffset(formatOffset(of, at))).toEqual({ epoch: of, position: at });
      }),
    ));
  it.each(garbage)('is not %j', (text) => expect(parseOffset(text)).toBeUndefined());
  it('is nothing else, whatever the text', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const offset = parseOffset(text);
        if (offset) expect(Number.isSafeInteger(offset.position)).toBe(true);
      }),
    ));
});

describe('a message id', () => {
  it('is read back as it was written', () =>
    fc.assert(
      fc.property(epoch, position, (of, at) => {
        expect(parseMessageId(formatMessageId(of, at))).toEqual({ epoch: of, position: at });
      }),
    ));
  it.each(garbage)('is not %j', (text) => expect(parseMessageId(text)).toBeUndefined());
  it.each(garbage)('is not m and %j', (text) => expect(parseMessageId(`m${text}`)).toBeUndefined());
  it('is not an offset', () => {
    expect(parseMessageId(formatOffset('a', 1))).toBeUndefined();
    expect(formatMessageId('a', 1)).not.toBe(formatOffset('a', 1));
  });
});
