import type { Actor } from '@noroshi/domain';
import type { RequestLimits } from '../limits/request-limits.js';
import { Refused } from '../refusal.js';
import type { RestRequest } from '../transport/http-route.js';
import type { ApiKeys } from './api-keys.js';
import type { TokenVerifier } from './token-verifier.js';

/** Who asks over HTTP: somebody with a token, a back end with an API key, or, where guests are let in, anybody. */
export type Caller =
  | { readonly kind: 'user'; readonly user: Actor; readonly roles: readonly string[] }
  | { readonly kind: 'key'; readonly id: string }
  | { readonly kind: 'guest' };

export interface CallersOptions {
  readonly verifier: TokenVerifier;
  readonly keys: ApiKeys;
  readonly requests: RequestLimits;
  /** Guests are let in. */
  readonly anonymous: boolean;
}

type Credentials = Pick<RestRequest, 'bearer' | 'token'>;

const ADMINISTRATOR = 'admin';

/** Says who sends a request, and whether they may. */
export class Callers {
  readonly #options: CallersOptions;

  constructor(options: CallersOptions) {
    this.#options = options;
  }

  /** @throws Refused `invalid_token`, `unauthenticated`, `rate_limited` */
  async identify({ bearer, token }: Credentials): Promise<Caller> {
    const { keys, verifier, requests, anonymous } = this.#options;
    // A key is never taken from an address, which ends up in other people's logs.
    const id = bearer === undefined ? undefined : keys.holderOf(bearer);
    if (id !== undefined) return { kind: 'key', id };
    if (token !== undefined) {
      const verified = await verifier.verify(token);
      if (!verified) throw new Refused('invalid_token');
      requests.ofUser(verified.user.id);
      return { kind: 'user', user: verified.user, roles: verified.roles };
    }
    if (!anonymous) throw new Refused('unauthenticated');
    return { kind: 'guest' };
  }

  /** Somebody with a verified token. @throws Refused `invalid_token`, `unauthenticated`, `rate_limited` */
  async user(request: Credentials): Promise<Extract<Caller, { kind: 'user' }>> {
    const caller = await this.identify(request);
    if (caller.kind !== 'user') throw new Refused('unauthenticated');
    return caller;
  }

  /** An operator (role `admin`) or a back end with a key. @throws Refused `invalid_token`, `unauthenticated`, `forbidden`, `rate_limited` */
  async administrator(request: Credentials): Promise<Exclude<Caller, { kind: 'guest' }>> {
    const caller = await this.identify(request);
    if (caller.kind === 'guest') throw new Refused('unauthenticated');
    if (caller.kind === 'user' && !caller.roles.includes(ADMINISTRATOR)) throw new Refused('forbidden');
    return caller;
  }
}
