import { isUserId, type Actor } from '@noroshi/domain';
import type { RequestLimits } from '../limits/request-limits.js';
import { Refused } from '../refusal.js';
import type { ApiKeys } from './api-keys.js';
import type { TokenVerifier } from './token-verifier.js';

/**
 * Who asks over HTTP: somebody with a token, a back end with an API key, or, where guests are let in, anybody. A back end that
 * names a user is that user: it may what the user may, and no more.
 */
export type Caller =
  | { readonly kind: 'user'; readonly user: Actor; readonly roles: readonly string[] }
  | { readonly kind: 'key'; readonly id: string }
  | { readonly kind: 'guest' };

export type UserCaller = Extract<Caller, { kind: 'user' }>;
export type KnownCaller = Exclude<Caller, { kind: 'guest' }>;

export interface CallersOptions {
  readonly verifier: TokenVerifier;
  readonly keys: ApiKeys;
  readonly requests: RequestLimits;
  /** Guests are let in. */
  readonly anonymous: boolean;
}

export interface Credentials {
  /** From `Authorization: Bearer`. */
  readonly bearer: string | undefined;
  /** From there, or from `?token=`. */
  readonly token: string | undefined;
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** For whom a back end acts, and under which display name: percent-encoded, as a header has no other way to say any script. */
export const ACTS_AS = { id: 'Noroshi-User', name: 'Noroshi-User-Name' } as const;

const ADMINISTRATOR = 'admin';

export const isAdministrator = (roles: readonly string[] = []): boolean => roles.includes(ADMINISTRATOR);

/** Says who sends a request, and whether they may. */
export class Callers {
  readonly #options: CallersOptions;

  constructor(options: CallersOptions) {
    this.#options = options;
  }

  /** @throws Refused `invalid_token`, `unauthenticated`, `rate_limited` */
  async identify({ bearer, token, headers = {} }: Credentials): Promise<Caller> {
    const { keys, verifier, requests, anonymous } = this.#options;
    // A key is never taken from an address, which ends up in other people's logs.
    const id = bearer === undefined ? undefined : keys.holderOf(bearer);
    if (id !== undefined) return actingAs(headers) ?? { kind: 'key', id };
    if (token !== undefined) {
      const verified = await verifier.verify(token);
      if (!verified) throw new Refused('invalid_token');
      requests.ofUser(verified.user.id);
      return { kind: 'user', user: verified.user, roles: verified.roles };
    }
    if (!anonymous) throw new Refused('unauthenticated');
    return { kind: 'guest' };
  }

  /** A user, or a back end with a key. @throws Refused `invalid_token`, `unauthenticated`, `rate_limited` */
  async known(request: Credentials): Promise<KnownCaller> {
    const caller = await this.identify(request);
    if (caller.kind === 'guest') throw new Refused('unauthenticated');
    return caller;
  }

  /** A user, by token or named by a back end. @throws Refused `invalid_token`, `unauthenticated`, `user_required`, `rate_limited` */
  async user(request: Credentials): Promise<UserCaller> {
    const caller = await this.known(request);
    if (caller.kind !== 'user') throw new Refused('user_required');
    return caller;
  }

  /** An operator (role `admin`) or a back end with a key. @throws Refused `invalid_token`, `unauthenticated`, `forbidden`, `rate_limited` */
  async administrator(request: Credentials): Promise<KnownCaller> {
    const caller = await this.known(request);
    if (caller.kind === 'user' && !isAdministrator(caller.roles)) throw new Refused('forbidden');
    return caller;
  }
}

/** @throws Refused `invalid_frame` */
function actingAs(headers: Readonly<Record<string, string>>): UserCaller | undefined {
  const id = decoded(headers, ACTS_AS.id);
  if (id === undefined) return undefined;
  if (!isUserId(id)) throw new Refused('invalid_frame', `${ACTS_AS.id} is not a user id`, ACTS_AS.id);
  const name = decoded(headers, ACTS_AS.name) ?? id;
  // A name is bounded as an id is.
  if (!isUserId(name)) throw new Refused('invalid_frame', `${ACTS_AS.name} is not a name`, ACTS_AS.name);
  return { kind: 'user', user: { id, name, guest: false }, roles: [] };
}

function decoded(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  const text = headers[name.toLowerCase()];
  if (text === undefined || text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refused('invalid_frame', `${name} is not percent-encoded`, name);
  }
}
