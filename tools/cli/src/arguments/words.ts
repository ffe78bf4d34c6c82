import { nearestName } from '@noroshi/settings';
import { UsageError } from '../command.js';

/** The one word that a command takes. @throws UsageError */
export function onlyWord(words: readonly string[], { command, word }: { command: string; word: string }): string {
  const [first, ...more] = words;
  if (first === undefined) throw new UsageError(`Say which: noroshi ${command} ${word}.`);
  noMore(more);
  return first;
}

/** @throws UsageError when something is left over */
export function noMore(words: readonly string[]): void {
  if (words.length > 0) throw new UsageError(`${words.join(' ')} is too much: put what has blanks in it into quotes.`);
}

/** One of a list, else the sentence that tells it. @throws UsageError */
export function oneOf<const T extends string>(word: string, command: string, known: readonly T[]): T {
  const found = known.find((each) => each === word);
  if (found !== undefined) return found;
  const near = nearestName(word, known);
  const list = known.map((each) => `${command} ${each}`).join(' or ');
  throw new UsageError(
    word === '' ? `Say what: ${list}.` : `${word} is unknown: ${near ? `did you mean ${near}? There is ` : ''}${list}.`,
  );
}

/** A whole number from 0 on. @throws UsageError */
export function countOf(text: string, option: string): number {
  if (/^\d{1,16}$/.test(text)) return Number(text);
  throw new UsageError(`${option} is a whole number, and ${text} is none.`);
}

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of `90`, `90s`, `15m`, `12h` or `30d`. @throws UsageError */
export function secondsOf(text: string, option: string): number {
  const [, count, unit = 's'] = /^([1-9]\d{0,6})([smhd])?$/.exec(text) ?? [];
  if (count === undefined) throw new UsageError(`${option} is a time such as 15m, 12h or 30d, and ${text} is none.`);
  return Number(count) * SECONDS[unit as keyof typeof SECONDS];
}
