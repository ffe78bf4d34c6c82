import { searchWords, type SearchPage, type SearchQuery } from '@noroshi/domain';
import type { Collection, Filter } from 'mongodb';
import { toMessage, type MessageDocument } from './message-document.js';
import { READING } from './reading.js';

export interface Searchable {
  readonly messages: Collection<MessageDocument>;
  /** The server finds words by an index. */
  readonly hasText: boolean;
}

/** Without an index each search looks at that many messages at most, and says where to go on. */
const MAX_LOOKED_AT = 50_000;

/** Found by the index as it is: letters and digits only, of scripts that put something between words. */
const isPlainWord = (word: string): boolean => /^[\p{L}\p{N}]+$/u.test(word) && !unspaced.test(word);
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * By the server's text index where it has one and knows the words: then only whole words are found. Else message by message,
 * where parts of words are found too.
 */
export async function searchMessages(
  { messages, hasText }: Searchable,
  { roomIds, text, before = Number.MAX_SAFE_INTEGER, limit }: SearchQuery,
): Promise<SearchPage> {
  const words = searchWords(text);
  // No text that a server can look for holds a NUL.
  if (words.length === 0 || roomIds.length === 0 || text.includes('\0')) return { items: [] };
  const looking = { messages, words, roomIds, before, limit };
  return hasText && words.every(isPlainWord) ? searchByIndex(looking) : searchOneByOne(looking);
}

interface Looking {
  readonly messages: Collection<MessageDocument>;
  readonly words: readonly string[];
  readonly roomIds: readonly string[];
  readonly before: number;
  readonly limit: number;
}

/** Room by room, which the index is made for: what is said elsewhere costs nothing. */
async function searchByIndex({ messages, words, roomIds, before, limit }: Looking): Promise<SearchPage> {
  const $search = words.map((word) => `"${word}"`).join(' ');
  const found = await Promise.all(
    roomIds.map((roomId) => latest(messages, { roomId, position: { $lt: before }, $text: { $search } }, limit + 1)),
  );
  return pageOf(
    found.flat().sort((a, b) => b.position - a.position),
    { limit, floor: 0 },
  );
}

async function searchOneByOne({ messages, words, roomIds, before, limit }: Looking): Promise<SearchPage> {
  const where = { roomId: { $in: [...roomIds] } };
  const [next] = await messages
    .find(
      { ...where, position: { $lt: before } },
      { ...READING, sort: { position: -1 }, skip: MAX_LOOKED_AT - 1, limit: 1, projection: { _id: 0, position: 1 } },
    )
    .toArray();
  const floor = next?.position ?? 0;
  const holdsAll = words.map((word) => ({ folded: { $regex: escaped(word) } }));
  const found = await latest(messages, { ...where, position: { $lt: before, $gte: floor }, $and: holdsAll }, limit + 1);
  return pageOf(found, { limit, floor });
}

const latest = (messages: Collection<MessageDocument>, filter: Filter<MessageDocument>, limit: number) =>
  messages.find(filter, { ...READING, sort: { position: -1 }, limit }).toArray();

/** @param found the latest first, one more than the limit where there are more */
function pageOf(
  found: readonly MessageDocument[],
  { limit, floor }: { readonly limit: number; readonly floor: number },
): SearchPage {
  const items = found.slice(0, limit).map(toMessage).reverse();
  const rest = found.length > limit ? (items[0]?.position ?? floor) : floor;
  return { items, ...(rest > 0 ? { before: rest } : {}) };
}

const escaped = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|#/-]/g, '\\$&');
