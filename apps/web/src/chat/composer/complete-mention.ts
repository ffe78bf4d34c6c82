export interface Completion {
  readonly userId: string;
  readonly name: string;
}

/** A word that is being typed at the end of the text, behind an `@`. */
const begun = /(?<![\p{L}\p{N}_])@([\p{L}\p{N}_.-]*)$/u;

export const begunMention = (text: string): string | undefined => begun.exec(text)?.[1];

const flat = (name: string): string => name.replace(/\s+/gu, '').toLowerCase();

/** Whom the beginning of a name may mean, at most `most` of them. */
export const mayMean = (beginning: string, people: readonly Completion[], most: number): readonly Completion[] =>
  people
    .filter(
      ({ userId, name }) =>
        userId.toLowerCase().startsWith(beginning.toLowerCase()) || flat(name).startsWith(flat(beginning)),
    )
    .slice(0, most);

export const completeMention = (text: string, { userId }: Completion): string => text.replace(begun, `@${userId} `);
