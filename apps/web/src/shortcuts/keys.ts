interface Press {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** `Mod` is the command key on a Mac and the control key elsewhere: both are taken for it. */
export function matches(keys: string, press: Press): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const has = (name: string): boolean => parts.slice(0, -1).includes(name);
  // What a printed sign needs of the shift key differs by keyboard.
  const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase();
  return (
    press.key.toLowerCase() === key.toLowerCase() &&
    press.altKey === has('Alt') &&
    (press.ctrlKey || press.metaKey) === has('Mod') &&
    (isSign || press.shiftKey === has('Shift'))
  );
}

const symbols: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '↵',
  Escape: 'Esc',
};

/** As they are written on keys, in the order they are pressed. */
export const keyCaps = (keys: string, isMac: boolean): readonly string[] =>
  keys.split('+').map((part) => (part === 'Mod' ? (isMac ? '⌘' : 'Ctrl') : (symbols[part] ?? part)));

/** Goes through a text box: a sign alone is something that somebody types. */
export const isForEverywhere = (keys: string): boolean => /^(Mod|Alt)\+|^Escape$/.test(keys);
