/**
 * Any Unicode text as one NATS subject token, and back.
 *
 * ASCII letters, digits, `_` and `-` stay as they are, so that subjects stay readable; every other UTF-8 byte becomes
 * `=XX`; the empty text is a lone `=`. Different texts have different tokens: nothing is folded or normalised.
 * 128 characters make at most 1,536 bytes, well within a NATS protocol line (4,096).
 */
export function encodeToken(text: string): string {
  if (plain.test(text)) return text;
  if (text === '') return empty;
  if (loneSurrogate.test(text)) throw new RangeError('not Unicode text: it has half of a surrogate pair');
  let token = '';
  for (const byte of utf8.encode(text)) token += tokenOfByte[byte] ?? '';
  return token;
}

/** @throws RangeError on what `encodeToken` never makes */
export function decodeToken(token: string): string {
  if (plain.test(token)) return token;
  if (token === empty) return '';
  try {
    if (encoded.test(token)) return decodeURIComponent(token.replaceAll(empty, '%'));
  } catch (cause) {
    throw new RangeError(`not UTF-8: ${token}`, { cause });
  }
  throw new RangeError(`not an encoded subject token: ${token}`);
}

const empty = '=';
const plain = /^[A-Za-z0-9_-]+$/;
const encoded = /^(?:[A-Za-z0-9_-]|=[0-9A-F]{2})+$/;
const loneSurrogate = /\p{Cs}/u;
const utf8 = new TextEncoder();

const tokenOfByte = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  return plain.test(character) ? character : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});
