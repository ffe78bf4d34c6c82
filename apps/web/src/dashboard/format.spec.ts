import { agoOf, writerOf } from './format.js';

it.each([
  ['count', 0, '0'],
  ['count', 1234, '1,234'],
  ['count', 12_345, '12.3K'],
  ['share', 0.0512, '5.1%'],
  ['share', 1, '100%'],
  ['time', 0.84, '0.8 ms'],
  ['time', 123.4, '123 ms'],
  ['time', 2_500, '2.5 sec'],
] as const)('a %s of %d is written %s', (unit, value, text) => {
  expect(writerOf(unit, 'en')(value)).toBe(text);
});

it('how long ago something was is told in the unit that fits, and never in the future', () => {
  const ago = agoOf('en');
  expect(ago(10_000, 5_000)).toBe('0s ago');
  expect(ago(0, 59_000)).toBe('59s ago');
  expect(ago(0, 61_000)).toBe('1m ago');
  expect(ago(0, 7_300_000)).toBe('2h ago');
  expect(agoOf('ja')(0, 12_000)).toBe('12秒前');
});
