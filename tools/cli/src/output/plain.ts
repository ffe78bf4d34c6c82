/** What a terminal would obey, or what turns the direction of the text around it. */
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * What people wrote, as one line that a terminal only shows: a message must not be able to clear the screen of whoever
 * follows a room, or to write into the clipboard.
 */
export const plain = (text: string): string =>
  text
    .replaceAll(/\r?\n/g, ' ⏎ ')
    .replaceAll(OBEYED, (found) => `\\u${(found.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
