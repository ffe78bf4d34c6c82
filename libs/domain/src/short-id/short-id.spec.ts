import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sha256 } from './sha-256.js';
import { isShortId, shortIdOf } from './short-id.js';

const hex = (words: Int32Array): string =>
  Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');

it('the hash is SHA-256, of any message', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (message) => {
      expect(hex(sha256(message))).toBe(createHash('sha256').update(message).digest('hex'));
    }),
  );
});

it.each([0, 1, 55, 56, 63, 64, 65, 119, 120])('a message of %i bytes is padded as it should be', (length) => {
  const message = new Uint8Array(length).fill(97);
  expect(hex(sha256(message))).toBe(createHash('sha256').update(message).digest('hex'));
});

describe('a short id', () => {
  it('has 26 lower-case letters and digits, whatever it is of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (id) => {
        expect(shortIdOf(id)).toMatch(/^[a-z0-9]{26}$/);
      }),
    );
  });

  it('is the same for ever: clients keep it', () => {
    expect(shortIdOf('lobby')).toBe(shortIdOf('lobby'));
    // RFC 4648 base32 of the first 130 bits of SHA-256("lobby").
    const digest = createHash('sha256').update('lobby').digest();
    const bits = [...digest].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const expected = Array.from({ length: 26 }, (_, index) =>
      'abcdefghijklmnopqrstuvwxyz234567'.charAt(Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)),
    );
    expect(shortIdOf('lobby')).toBe(expected.join(''));
  });

  it('of what is one already is itself', () => {
    const id = 'y5wsd3bgkjbzmgqfqs4w1e8bzh';
    expect([isShortId(id), shortIdOf(id)]).toEqual([true, id]);
    expect(shortIdOf(shortIdOf('lobby'))).toBe(shortIdOf('lobby'));
  });

  it.each(['', 'lobby', 'Y5wsd3bgkjbzmgqfqs4w1e8bzh', 'y5wsd3bgkjbzmgqfqs4w1e8bz', 'y5wsd3bgkjbzmgqfqs4w1e8bz!'])(
    '%j is none',
    (id) => {
      expect(isShortId(id)).toBe(false);
    },
  );
});
