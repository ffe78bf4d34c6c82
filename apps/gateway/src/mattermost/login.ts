import { Type } from 'typebox';
import { isUserId } from '@noroshi/domain';
import { profileOf } from '@noroshi/protocol';
import type { Logger } from '@noroshi/telemetry';
import { signDevToken } from '../auth/dev-tokens.js';
import type { TokenVerifier, VerifiedToken } from '../auth/token-verifier.js';
import { Refused } from '../refusal.js';
import type { RestHandler } from '../transport/http-route.js';
import { answering, bodyReader } from './route.js';

export interface LoginOptions {
  readonly verifier: TokenVerifier;
  /** Signs a token for whoever asks; undefined: nobody gets one here. */
  readonly devSecret: string | undefined;
  readonly logger: Pick<Logger, 'error'>;
}

const credentials = bodyReader(
  Type.Object({ login_id: Type.Optional(Type.String()), password: Type.Optional(Type.String()) }),
);
const DEV_SECONDS = 86_400;

interface Shown {
  readonly token: string;
  readonly verified: VerifiedToken;
}

/**
 * `POST /api/v4/users/login`: the password is a token; under development settings any password does, and makes one. The cookie is
 * for sockets, which browsers open for pages of this origin alone (`isAllowedOrigin`); requests show the token themselves.
 */
export const loginHandler =
  (options: LoginOptions): RestHandler =>
  (request) =>
    answering(request, options, async () => {
      const { login_id = '', password = '' } = await credentials(request);
      const { token, verified } =
        (await tried(options, [password, request.bearer])) ?? (await made(options, login_id)) ?? refused();
      const seconds = Math.max(0, Math.floor((verified.expiresAt - Date.now()) / 1000));
      return {
        headers: {
          Token: token,
          'Set-Cookie': `MMAUTHTOKEN=${token}; Path=/api/v4; HttpOnly; SameSite=Lax; Max-Age=${seconds}`,
        },
        body: profileOf(verified.user),
      };
    });

async function tried({ verifier }: LoginOptions, tokens: readonly (string | undefined)[]): Promise<Shown | undefined> {
  for (const token of tokens) {
    const verified = token ? await verifier.verify(token) : undefined;
    if (token && verified) return { token, verified };
  }
  return undefined;
}

async function made({ verifier, devSecret }: LoginOptions, userId: string): Promise<Shown | undefined> {
  if (devSecret === undefined || !isUserId(userId)) return undefined;
  const { token } = await signDevToken(devSecret, { userId, expiresIn: DEV_SECONDS });
  const verified = await verifier.verify(token);
  return verified && { token, verified };
}

function refused(): never {
  throw new Refused('invalid_token', 'Enter a valid email or username and/or password.');
}
