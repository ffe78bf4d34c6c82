import type { Nodes } from 'mdast';
import { memo } from 'react';
import { parseMarkdown } from './parse.js';

const blocks: ReadonlySet<Nodes['type']> = new Set(['root', 'blockquote', 'list', 'listItem', 'table']);

/** What is left of it where there is only room for words: what was typed to mark them is gone, and so are rules. */
export const plainText = (text: string): string => wordsOf(parseMarkdown(text));

function wordsOf(node: Nodes): string {
  if (node.type === 'break') return '\n';
  if ('value' in node) return node.value;
  if (!('children' in node)) return '';
  const parts = node.children.map(wordsOf);
  if (node.type === 'tableRow') return parts.join(' ');
  return blocks.has(node.type) ? parts.filter((part) => part !== '').join('\n') : parts.join('');
}

/** It is read once, however often what is around it is drawn. */
export const PlainText = memo(function PlainText({ text }: { readonly text: string }) {
  return plainText(text);
});
