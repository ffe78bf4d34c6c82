import { createHash, webcrypto } from 'node:crypto';
import {
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyOptions,
} from 'jose';
import { isUserId, type Actor } from '@noroshi/domain';
import type { Identity } from '@noroshi/hub';

export interface VerifiedToken {
  readonly user: Actor;
  readonly roles: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Milliseconds since 1970; absent when the token does not tell. */
  readonly issuedAt?: number;
}

export interface TokenVerifier {
  /** Undefined: the token proves nothing. @throws when the identity provider's keys can't be fetched */
  verify(token: string): Promise<VerifiedToken | undefined>;
}

export interface TokenRules {
  /** HS256 key: the UTF-8 bytes of the value. */
  readonly secret?: string;
  readonly jwksUrl?: string;
  readonly issuer?: string;
  readonly audience?: string;
}

/**
 * A client that reconnects shows the same token: verifying costs 20 (HS256) to 200 microseconds, looking it up three. Many
 * that are distinct, or not valid, cost that much each; how many come a second is limited before.
 */
const REMEMBERED_TOKENS = 10_000;

/** The algorithm decides which key is asked, never the token's own wish: `none` and key confusion find no key. */
export function createTokenVerifier(rules: TokenRules): TokenVerifier {
  const check = checkWith(rules);
  const remembered = new Map<string, VerifiedToken>();
  return {
    async verify(token) {
      // Neither the secret itself nor its length is kept.
      const digest = createHash('sha256').update(token).digest('base64');
      const known = remembered.get(digest);
      if (known) return known.expiresAt > Date.now() ? known : undefined;
      const verified = await check(token);
      if (!verified) return undefined;
      if (remembered.size >= REMEMBERED_TOKENS) remembered.delete(remembered.keys().next().value ?? '');
      remembered.set(digest, verified);
      return verified;
    },
  };
}

function checkWith({ secret, jwksUrl, issuer, audience }: TokenRules) {
  const common: JWTVerifyOptions = {
    requiredClaims: ['exp', 'sub'],
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
  };
  // Once: with the bytes alone the library would do it for each token, which takes longer than the verifying.
  const shared = secret === undefined ? undefined : importSecret(secret);
  const published = jwksUrl === undefined ? undefined : createRemoteJWKSet(new URL(jwksUrl));
  return async (token: string): Promise<VerifiedToken | undefined> => {
    try {
      const { alg } = decodeProtectedHeader(token);
      if (alg === 'HS256') {
        return (
          shared && fromClaims((await jwtVerify(token, await shared, { ...common, algorithms: ['HS256'] })).payload)
        );
      }
      const algorithms = ['RS256', 'ES256', 'EdDSA'];
      return published && fromClaims((await jwtVerify(token, published, { ...common, algorithms })).payload);
    } catch (cause) {
      if (cause instanceof errors.JOSEError && !(cause instanceof errors.JWKSTimeout)) return undefined;
      if (cause instanceof TypeError) return undefined;
      throw cause;
    }
  };
}

const importSecret = (secret: string) =>
  webcrypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'verify',
  ]);

function fromClaims({ sub, exp, iat, ...claims }: JWTPayload): VerifiedToken | undefined {
  // The claims are typed as they should be, which is not what they are: a `sub` of 7 is somebody else's mistake.
  if (typeof sub !== 'string' || exp === undefined || !isUserId(sub)) return undefined;
  const { name, roles } = claims;
  return {
    user: { id: sub, name: typeof name === 'string' && name.trim() !== '' ? name.slice(0, 128) : sub, guest: false },
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    expiresAt: exp * 1000,
    ...(iat === undefined ? {} : { issuedAt: iat * 1000 }),
  };
}

/** Who a session is by this token, and until when. */
export const identityOf = ({ user, roles, expiresAt, issuedAt }: VerifiedToken): Identity => ({
  user,
  roles,
  expiresAt,
  ...(issuedAt === undefined ? {} : { issuedAt }),
});
