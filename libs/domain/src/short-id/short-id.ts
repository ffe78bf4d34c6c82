import { sha256 } from './sha-256.js';

const LENGTH = 26;
const BITS = 5;
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const shape = /^[a-z0-9]{26}$/;

/** Hashing takes some microseconds, and every event of a room needs the room's. */
const REMEMBERED = 20_000;
const remembered = new Map<string, string>();
const utf8 = new TextEncoder();

export const isShortId = (text: string): boolean => shape.test(text);

/**
 * A room's or user's id for clients that take none but 26 lower-case letters and digits: itself where it is one already, else
 * 130 bits of its SHA-256 as base32. Without a key, so the same on every gateway and after every start.
 */
export function shortIdOf(id: string): string {
  if (isShortId(id)) return id;
  const known = remembered.get(id);
  if (known !== undefined) return known;
  const short = base32(sha256(utf8.encode(id)));
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(id, short);
  return short;
}

function base32(words: Int32Array): string {
  const bitAt = (index: number): number => ((words[index >> 5] ?? 0) >>> (31 - (index & 31))) & 1;
  let text = '';
  for (let index = 0; index < LENGTH; index += 1) {
    let value = 0;
    for (let bit = 0; bit < BITS; bit += 1) value = value * 2 + bitAt(index * BITS + bit);
    text += alphabet.charAt(value);
  }
  return text;
}
