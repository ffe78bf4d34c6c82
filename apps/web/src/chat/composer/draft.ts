import { useCallback, useState } from 'react';
import { asFields, parseFields, text } from '../../json/fields.js';

/** What somebody was about to say. */
export interface Draft {
  readonly text: string;
  readonly replyTo?: { readonly messageId: string; readonly name: string; readonly excerpt: string };
}

export const emptyDraft: Draft = { text: '' };

export function readDraft(stored: string | null): Draft {
  const fields = parseFields(stored ?? '');
  if (!fields) return emptyDraft;
  const reply = asFields(fields['replyTo']);
  const messageId = reply && text(reply, 'messageId');
  return {
    text: text(fields, 'text') ?? '',
    ...(reply &&
      messageId && { replyTo: { messageId, name: text(reply, 'name') ?? '', excerpt: text(reply, 'excerpt') ?? '' } }),
  };
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
