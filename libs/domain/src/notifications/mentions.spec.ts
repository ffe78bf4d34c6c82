import fc from 'fast-check';
import { mentionName, mentionsIn } from './mentions.js';

describe('mentions in a text', () => {
  it.each<readonly [string, readonly string[][]]>([
    ['hello @ann', [['ann']]],
    ['@ann and @bob', [['ann'], ['bob']]],
    ['(@ann)', [['ann)', 'ann']]],
    ['what, @ann?!', [['ann?!', 'ann?', 'ann']]],
    ["@ann's turn", [["ann's", 'ann']]],
    ['@ann.smith.', [['ann.smith.', 'ann.smith', 'ann']]],
    [
      '@user-1, @ユーザー。',
      [
        ['user-1,', 'user-1'],
        ['ユーザー。', 'ユーザー'],
      ],
    ],
    ['@ann @ann', [['ann']]],
    ['mail ann@example.com', []],
    ['@ alone, and @', []],
    ['', []],
  ])('%j', (text, words) => {
    expect(mentionsIn(text)).toEqual({ words, everybody: false });
  });

  it.each(['@room', 'so, @room!', '@ann @room'])('%j means everybody', (text) => {
    expect(mentionsIn(text).everybody).toBe(true);
  });

  it('are fifty at most', () => {
    const text = Array.from({ length: 80 }, (_, index) => `@user${index}`).join(' ');
    expect(mentionsIn(text).words).toHaveLength(50);
  });

  it('are found in any text without harm', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const readings of mentionsIn(`${text} @`).words) expect(readings.length).toBeGreaterThan(0);
      }),
    );
  });

  it('write a name without its spaces, in any case', () => {
    expect(mentionName('Ann Lee  Smith')).toBe('annleesmith');
  });
});
