import fc from 'fast-check';
import { matchesGlob } from './glob.js';

describe('a pattern', () => {
  it.each([
    ['lobby', 'lobby', true],
    ['lobby', 'lobby2', false],
    ['support-*', 'support-', true],
    ['support-*', 'support-1', true],
    ['support-*', 'a support-1', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['a*b*c', 'a123b456c', true],
    ['a*b*c', 'a123c456b', false],
    ['?', '', false],
    ['?', '🔥', true],
    ['a?c', 'abc', true],
    ['.*', 'x', false],
    ['[a]', 'a', false],
    ['', '', true],
    ['', 'a', false],
  ])('%j and %j: %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  it('agrees with a regular expression that says the same', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 8 }).map((all) => all.join(''));
    fc.assert(
      fc.property(letters, letters, (pattern, text) => {
        const expression = pattern.replaceAll('?', '.').replaceAll('*', '.*');
        expect(matchesGlob(pattern, text)).toBe(new RegExp(`^${expression}$`, 's').test(text));
      }),
    );
  });

  it('takes no time to speak of, whatever it is', () => {
    expect(matchesGlob('a*'.repeat(64), `${'a'.repeat(10_000)}b!`.slice(1))).toBe(true);
    expect(matchesGlob(`${'*a'.repeat(64)}!`, 'a'.repeat(10_000))).toBe(false);
  });
});
