export type ParsedJson =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly code: 'invalid_json' | 'too_deep' };

/** Nothing of ours nests deeper than four levels. */
export const MAX_NESTING = 32;

/**
 * Reads what a stranger sent. What nests too deeply is refused before anything is built of it: the parser would make an
 * object per bracket, and everything that walks the value later might run out of stack.
 */
export function parseJson(text: string): ParsedJson {
  if (nestsTooDeeply(text)) return { ok: false, code: 'too_deep' };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    // The engine's own complaint repeats what was sent: it is not for a log.
    return { ok: false, code: 'invalid_json' };
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** `[` and `{` differ by one bit, and so do `]` and `}`. */
const CASE_BIT = 0x20;
const OPENING = 0x7b;
const CLOSING = 0x7d;

/** Brackets within texts are none. */
function nestsTooDeeply(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfText(text, index + 1);
    else if ((code | CASE_BIT) === OPENING) depth += 1;
    else if ((code | CASE_BIT) === CLOSING) depth -= 1;
    if (depth > MAX_NESTING) return true;
  }
  return false;
}

/** Where the quote is that ends the text; the end of everything when there is none. */
function endOfText(text: string, start: number): number {
  let end = text.indexOf('"', start);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

/** An odd number of backslashes stands before it; they are looked at once, since a quote ends each run of them. */
function isEscaped(text: string, index: number): boolean {
  let before = index;
  while (text.charCodeAt(before - 1) === BACKSLASH) before -= 1;
  return (index - before) % 2 === 1;
}
