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

/** Never fails: every text is Markdown. Line breaks stay in the texts of the tree. */
export const parseMarkdown = (text: string): Root => (isPlain(text) ? paragraph(text) : fromMarkdown(text, reading));
