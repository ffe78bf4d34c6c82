import { useCallback, useState } from 'react';
import { asFields, parseFields, text, texts } from '../../json/fields.js';

/** What somebody was about to say. */
export interface Draft {
  readonly text: string;
  readonly replyTo?: { readonly messageId: string; readonly name: string; readonly excerpt: string };
}

export const emptyDraft: Draft = { text: '' };

export function readDraft(stored: string | null): Draft {
  const fields = parseFields(stored ?? '');
  if (!fields) return emptyDraft;
  const replyTo = texts(asFields(fields['replyTo']) ?? {}, ['messageId', 'name', 'excerpt']);
  return { text: text(fields, 'text') ?? '', ...(replyTo && { replyTo }) };
}

const isEmpty = ({ text, replyTo }: Draft): boolean => text === '' && replyTo === undefined;

/** Kept in the browser under the key at each change: a reload, a crash or a look into another room loses nothing. */
export function useDraft(key: string): readonly [Draft, (next: Draft) => void] {
  const [draft, setDraft] = useState(() => readDraft(localStorage.getItem(key)));
  const change = useCallback(
    (next: Draft) => {
      setDraft(next);
      if (isEmpty(next)) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(next));
    },
    [key],
  );
  return [draft, change];
}

export const draftKey = (userId: string, roomId: string): string => `noroshi.draft ${JSON.stringify([userId, roomId])}`;
