/** A piece of what somebody wrote. `href` is an http or https address. */
export interface TextPart {
  readonly text: string;
  readonly href?: string;
}

const address = /https?:\/\/[^\s<>"'`]+/giu;
/** Ends a sentence rather than an address. */
const trailing = /[.,;:!?…)\]}]+$/u;

function trim(match: string): string {
  const end = trailing.exec(match)?.[0] ?? '';
  // A bracket opened inside the address belongs to it.
  const keepsBracket = end.startsWith(')') && match.includes('(');
  return match.slice(0, match.length - end.length + (keepsBracket ? 1 : 0));
}

/** The same text in pieces, of which the web addresses can be followed. */
export function linkify(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const href = trim(match[0]);
    if (!URL.canParse(href)) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: href, href });
    end = match.index + href.length;
  }
  return end < text.length ? [...parts, { text: text.slice(end) }] : parts;
}
