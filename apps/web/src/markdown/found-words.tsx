import { memo } from 'react';
import { plainText } from './plain-text.js';

interface Props {
  readonly text: string;
  /** What was searched for. */
  readonly words: string;
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');

/** The words of a text, with those marked that were searched for. */
export const FoundWords = memo(function FoundWords({ text, words }: Props) {
  const wanted = words.split(/\s+/u).filter(Boolean).map(escaped);
  if (wanted.length === 0) return plainText(text);
  // Every second piece is one that was found.
  return plainText(text)
    .split(new RegExp(`(${wanted.join('|')})`, 'giu'))
    .map((piece, index) => (index % 2 === 1 ? <mark key={index}>{piece}</mark> : piece));
});
