/** As texts are compared when they are searched: case and width make no difference. */
export const foldedForSearch = (text: string): string => text.normalize('NFKC').toLowerCase();

/** What a message must hold, all of it and anywhere, to be found by `text`; none: nothing is found. */
export const searchWords = (text: string): string[] =>
  foldedForSearch(text)
    .split(/\s+/u)
    .filter((word) => word !== '');
