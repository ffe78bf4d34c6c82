export interface Piece {
  readonly text: string;
  /** `me`: also by `@room`. */
  readonly mention?: 'me' | 'other';
}

export interface Person {
  readonly userId: string;
  readonly name: string;
}

/** The server's rule (`@userId`, `@name` without its spaces, `@room`), for what is shown only. */
const mention = /(?<![\p{L}\p{N}_])@([\p{L}\p{N}_][\p{L}\p{N}_.-]*[\p{L}\p{N}_]|[\p{L}\p{N}_])/gu;

export const mentionName = (name: string): string => name.replace(/\s+/gu, '').toLowerCase();

const means = (word: string, { userId, name }: Person): boolean =>
  word === userId || word.toLowerCase() === mentionName(name);

export function splitMentions(text: string, me: Person): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: found, 1: word = '', index } of text.matchAll(mention)) {
    if (index > end) pieces.push({ text: text.slice(end, index) });
    pieces.push({ text: found, mention: word === 'room' || means(word, me) ? 'me' : 'other' });
    end = index + found.length;
  }
  return end < text.length ? [...pieces, { text: text.slice(end) }] : pieces;
}
