import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/**
 * What is no part of a conversation: HTML stays the text it is, `&amp;` what was typed, an indented line a line, and nothing is
 * fetched from elsewhere (images).
 */
const plain = {
  disable: {
    null: [
      ...['htmlFlow', 'htmlText', 'characterReference', 'codeIndented'],
      ...['setextUnderline', 'definition', 'labelStartImage', 'gfmFootnoteDefinition', 'gfmFootnoteCall'],
    ],
  },
};

const reading = { extensions: [gfm(), plain], mdastExtensions: [gfmFromMarkdown()] };

/** Nothing in it means anything but itself. */
const isPlain = (text: string): boolean => !/[*_`~#>[\]\\|<:@]|www\.|^\s*([-+]|\d+[.)])\s|^\s*---/mu.test(text);

const paragraph = (text: string): Root => ({
  type: 'root',
  children: [{ type: 'paragraph', children: [{ type: 'text', value: text }] }],
});

/** As many as are in sight and near it: a row that is scrolled back into sight is not read again. */
const most = 500;
const held = new Map<string, Root>();

function hold(text: string, root: Root): Root {
  const [oldest] = held.keys();
  if (held.size >= most && oldest !== undefined) held.delete(oldest);
  held.set(text, root);
  return root;
}

/** Never fails: every text is Markdown. Line breaks stay in the texts of the tree, which is not to be changed. */
export const parseMarkdown = (text: string): Readonly<Root> =>
  isPlain(text) ? paragraph(text) : (held.get(text) ?? hold(text, fromMarkdown(text, reading)));
