import { createHash, timingSafeEqual } from 'node:crypto';

/** `NOROSHI_API_KEYS`: who a back end is, and how it proves that. */
export interface ApiKey {
  readonly id: string;
  readonly secret: string;
}

/** Keys of the server API: `Authorization: Bearer id:secret`. How long a check takes tells nothing about the secret. */
export class ApiKeys {
  readonly #digests: ReadonlyMap<string, Buffer>;

  constructor(keys: readonly ApiKey[]) {
    this.#digests = new Map(keys.map(({ id, secret }) => [id, digest(secret)]));
  }

  /** The id of the key that was shown; undefined: it is none of ours. */
  holderOf(bearer: string): string | undefined {
    const colon = bearer.indexOf(':');
    if (colon < 0) return undefined;
    const id = bearer.slice(0, colon);
    const shown = digest(bearer.slice(colon + 1));
    // An id that nobody has is compared as well, so that ids can't be found out by the clock either.
    const isRight = timingSafeEqual(shown, this.#digests.get(id) ?? nobody);
    return isRight ? id : undefined;
  }
}

/** Digests have one length, which comparing in constant time needs. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const nobody = Buffer.alloc(32);
