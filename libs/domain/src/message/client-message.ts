import type { Actor } from '../actor.js';

/** Whose client message ids are whose: a guest's id is only claimed, so a verified user of the same id is somebody else. */
export type Author = Pick<Actor, 'id' | 'guest'>;

export const authorKey = ({ id, guest }: Author): string => (guest ? `guest ${id}` : `user ${id}`);

export const sameAuthor = (a: Author, b: Author): boolean => a.id === b.id && a.guest === b.guest;

/**
 * 32 bits (signed) that stand for a client message id where thousands of them are kept: no equal ids differ, and two
 * different ones agree once in four billion pairs. Services of different versions compare them: it never changes.
 */
export function fingerprintOf(clientMessageId: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < clientMessageId.length; index += 1)
    hash = Math.imul(hash ^ clientMessageId.charCodeAt(index), 0x01000193);
  // FNV alone leaves ids that are counted up close together.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
