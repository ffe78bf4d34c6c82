import { begunMention, completeMention, mayMean } from './complete-mention.js';

const people = [
  { userId: 'ann', name: 'Ann Lee' },
  { userId: 'u-2', name: 'Anton' },
  { userId: 'ben', name: 'ベン' },
];

describe('a mention that is being typed', () => {
  it.each([
    ['hello @an', 'an'],
    ['@', ''],
    ['(@be', 'be'],
    ['mail@example', undefined],
    ['@ann said', undefined],
    ['', undefined],
  ])('of %j is %j', (text, begun) => {
    expect(begunMention(text)).toBe(begun);
  });

  it('may mean who has such an id or name', () => {
    expect(mayMean('an', people, 5).map(({ userId }) => userId)).toEqual(['ann', 'u-2']);
    expect(mayMean('ベ', people, 5).map(({ userId }) => userId)).toEqual(['ben']);
    expect(mayMean('annl', people, 5).map(({ userId }) => userId)).toEqual(['ann']);
    expect(mayMean('', people, 2)).toHaveLength(2);
  });

  it('becomes the id, which is one user whatever others are called', () => {
    expect(completeMention('see @anto', people[1] ?? { userId: '', name: '' })).toBe('see @u-2 ');
  });
});
