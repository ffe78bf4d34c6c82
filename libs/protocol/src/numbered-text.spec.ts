import fc from 'fast-check';
import { lengthOf, NumberedText, textOf } from './numbered-text.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

it('its bytes with a number are those of its text with that number, whatever was asked for before', () => {
  const numbers = fc.array(fc.oneof(fc.nat(20), fc.maxSafeNat()), { minLength: 1 });
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), numbers, (before, after, asked) => {
      const numbered = new NumberedText(before, after);
      for (const number of asked) {
        expect(numbered.text(number)).toBe(`${before}${number}${after}`);
        expect(decoder.decode(numbered.bytes(number))).toBe(numbered.text(number));
      }
    }),
  );
});

it('its length is that of the text without the number', () => {
  const numbered = { shared: new NumberedText('狼煙 ', '!'), number: 1234 };
  expect(lengthOf(numbered)).toBe(4);
  expect(textOf(numbered)).toBe('狼煙 1234!');
  expect([lengthOf('狼煙'), textOf('狼煙')]).toEqual([2, '狼煙']);
});
