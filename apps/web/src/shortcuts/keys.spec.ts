import { isForEverywhere, keyCaps, matches } from './keys.js';

const press = (key: string, held: object = {}) => ({
  ...{ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false },
  ...held,
});

describe('a shortcut', () => {
  it.each([
    ['?', press('?', { shiftKey: true })],
    ['?', press('?')],
    ['Mod+K', press('k', { ctrlKey: true })],
    ['Mod+K', press('k', { metaKey: true })],
    ['Alt+ArrowUp', press('ArrowUp', { altKey: true })],
    ['Alt+Shift+ArrowUp', press('ArrowUp', { altKey: true, shiftKey: true })],
  ])('%s is pressed by %j', (keys, pressed) => {
    expect(matches(keys, pressed)).toBe(true);
  });

  it.each([
    ['Mod+K', press('k')],
    ['r', press('r', { ctrlKey: true })],
    ['r', press('R', { shiftKey: true })],
    ['Alt+ArrowUp', press('ArrowUp', { altKey: true, shiftKey: true })],
  ])('%s is not pressed by %j', (keys, pressed) => {
    expect(matches(keys, pressed)).toBe(false);
  });

  it('is written as the keys of the machine are', () => {
    expect(keyCaps('Mod+K', true)).toEqual(['⌘', 'K']);
    expect(keyCaps('Alt+ArrowUp', false)).toEqual(['Alt', '↑']);
  });

  it('of one sign waits while somebody types', () => {
    expect(isForEverywhere('r')).toBe(false);
    expect(isForEverywhere('Mod+K')).toBe(true);
  });
});
