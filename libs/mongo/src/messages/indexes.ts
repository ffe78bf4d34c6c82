import type { Collection, IndexDescription } from 'mongodb';
import type { MessageDocument } from './message-document.js';

/** Nothing is in a language of its own: no message has this field. */
const NO_LANGUAGE = 'languageOfSearch';

const indexes: readonly IndexDescription[] = [
  { key: { roomId: 1, position: 1 }, name: 'place', unique: true },
  { key: { roomId: 1, 'sent.by': 1, 'sent.id': 1 }, name: 'sent', unique: true },
  { key: { roomId: 1, applied: 1 }, name: 'applied' },
  { key: { expiresAt: 1 }, name: 'life', expireAfterSeconds: 0 },
];

/** Whole words as they are: no stems, no words that are left out. By room, so that a search reads what it may show only. */
const textIndex: IndexDescription = {
  key: { roomId: 1, folded: 'text' },
  name: 'words',
  default_language: 'none',
  language_override: NO_LANGUAGE,
};

/** Makes what is missing; nothing where all is there. */
export async function ensureIndexes(messages: Collection<MessageDocument>, hasText: boolean): Promise<void> {
  await messages.createIndexes([...indexes, ...(hasText ? [textIndex] : [])]);
}
