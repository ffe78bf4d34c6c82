import { createHmac, timingSafeEqual } from 'node:crypto';

/** Older or newer is refused: somebody may send again later what they have overheard. Clocks may differ by as much. */
const TOLERANCE_SECONDS = 300;

/** `whsec_` and base64, or any other text as it is. */
const keyOf = (secret) =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret, 'utf8');

/**
 * Why a request is not from Noroshi; undefined: it is. https://www.standardwebhooks.com has libraries that do the same.
 *
 * `body` must be the bytes as they came: JSON that was parsed and written again is not what was signed.
 */
export function whyNotGenuine({ secret, headers, body, now = Date.now() }) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (!id || !timestamp || !signatures) return 'it is not signed';
  if (!(Math.abs(now / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS)) return 'it is too old';
  const expected = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest();
  // Several while a key is being exchanged for another.
  const given = signatures.split(' ').flatMap((each) => {
    const [version, signature] = each.split(',');
    return version === 'v1' && signature ? [Buffer.from(signature, 'base64')] : [];
  });
  const isGood = given.some((each) => each.length === expected.length && timingSafeEqual(each, expected));
  return isGood ? undefined : 'the signature is of another key, or of another body';
}
