import { countOf, noMore, oneOf, onlyWord, secondsOf } from './words.js';

describe('the words of a command', () => {
  it('are one, if it takes one', () => {
    expect(onlyWord(['lobby'], { command: 'tail', word: 'ROOM' })).toBe('lobby');
    expect(() => onlyWord([], { command: 'tail', word: 'ROOM' })).toThrow('Say which: noroshi tail ROOM.');
    expect(() => onlyWord(['the', 'lobby'], { command: 'tail', word: 'ROOM' })).toThrow('quotes');
    expect(() => noMore(['x', 'y'])).toThrow('x y is too much');
  });

  it('are of a list where there is one, and the nearest is told', () => {
    expect(oneOf('rooms', 'rebuild', ['rooms', 'messages'])).toBe('rooms');
    expect(() => oneOf('massages', 'rebuild', ['rooms', 'messages'])).toThrow('did you mean messages?');
    expect(() => oneOf('', 'rebuild', ['rooms', 'messages'])).toThrow('Say what: rebuild rooms or rebuild messages.');
  });

  it('are numbers and times that are checked', () => {
    expect([countOf('0', '-n'), secondsOf('90', '-e'), secondsOf('15m', '-e'), secondsOf('30d', '-e')]).toEqual([
      0, 90, 900, 2_592_000,
    ]);
    for (const wrong of ['', '-1', '1.5', 'many', '1e3']) expect(() => countOf(wrong, '-n')).toThrow('whole number');
    for (const wrong of ['', '0', '1w', 'soon', '-5m']) expect(() => secondsOf(wrong, '-e')).toThrow('such as 15m');
  });
});
