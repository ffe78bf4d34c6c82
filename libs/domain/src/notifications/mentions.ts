/** Who a text may mean. */
export interface Mentions {
  /** For each `@…` what it may be read as, the longest first: where a sentence goes on nobody can tell from the text alone. */
  readonly words: readonly (readonly string[])[];
  /** `@room` */
  readonly everybody: boolean;
}

const EVERYBODY = 'room';
/** More than these is no way to speak to people. */
const MOST_WORDS = 50;
/** Behind a letter or a digit it is an address of mail. */
const mention = /(?<![\p{L}\p{N}_])@([^\s@]{1,128})/gu;
/** What ends a sentence, or closes a bracket, may stand behind a name and may end one. */
const closing = /^[\p{P}\p{S}]$/u;
/** Most names are of these. */
const plain = /^[\p{L}\p{N}_][\p{L}\p{N}_-]*/u;

/** Finds `@userId`, `@name` (without its spaces) and `@room`. Pure text: who is meant is for the room to say. */
export function mentionsIn(text: string): Mentions {
  const found = new Map<string, readonly string[]>();
  for (const [, word = ''] of text.matchAll(mention)) {
    if (found.size >= MOST_WORDS) break;
    found.set(word, readingsOf(word));
  }
  const words = [...found.values()];
  const isEverybody = (readings: readonly string[]) => readings.includes(EVERYBODY);
  return { words: words.filter((readings) => !isEverybody(readings)), everybody: words.some(isEverybody) };
}

function readingsOf(word: string): readonly string[] {
  const readings = [word];
  const letters = Array.from(word);
  while (letters.length > 1 && closing.test(letters.at(-1) ?? '')) {
    letters.pop();
    readings.push(letters.join(''));
  }
  const simple = plain.exec(word)?.[0];
  return simple === undefined || readings.includes(simple) ? readings : [...readings, simple];
}

/** How a display name is written behind an `@`: without its spaces, in any case of letters. */
export const mentionName = (name: string): string => name.replace(/\s+/gu, '').toLowerCase();
