/**
 * An id made from what a person typed: letters and digits of any script, joined by hyphens. Empty when there is none of
 * them. Different spellings of one name ("Ada ", "ada") give one id, so a room or person is found again.
 */
export const slug = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
