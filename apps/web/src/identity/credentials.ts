import type { TokenRequest, TokenResult } from '../api/dev-tokens.js';
import { identityFromToken, type Identity } from './identity.js';
import { readToken } from './token.js';

/** `unavailable`: ask again later. `ended`: no token will come of asking; somebody has to sign in. */
export type TokenAnswer =
  { readonly kind: 'token'; readonly token: string } | { readonly kind: 'unavailable' } | { readonly kind: 'ended' };

/** Did the server take the last token. `maybe`: something went wrong that may have been the token. */
export type Refused = 'no' | 'maybe' | 'yes';

export interface Credentials {
  token(last: { readonly refused: Refused }): Promise<TokenAnswer>;
}

interface Needs {
  readonly identity: Identity;
  readonly request: (request: TokenRequest) => Promise<TokenResult>;
  readonly save: (identity: Identity) => void;
  readonly now: () => number;
}

/** Renewed this long before it runs out, so that it does not run out on the way. */
const marginMs = 15_000;

/** Gives out the identity's token, and renews it when it has run out or was refused. */
export function createCredentials({ identity, request, save, now }: Needs): Credentials {
  let current = identity;
  let renewal: Promise<TokenAnswer> | undefined;

  const expired = (): boolean => (readToken(current.token)?.expiresAt ?? Infinity) - marginMs < now();

  async function renew(): Promise<TokenAnswer> {
    const result = await request(current);
    if (result.kind === 'unreachable') return { kind: 'unavailable' };
    const renewed = result.kind === 'token' ? identityFromToken(result.token, true) : undefined;
    if (!renewed) return { kind: 'ended' };
    current = renewed;
    save(current);
    return { kind: 'token', token: current.token };
  }

  /** One request serves the socket and the history, which may find out at the same time. */
  const renewOnce = (): Promise<TokenAnswer> => (renewal ??= renew().finally(() => (renewal = undefined)));

  return {
    async token({ refused }) {
      const held: TokenAnswer = { kind: 'token', token: current.token };
      const mustRenew = refused === 'yes' || expired();
      if (!mustRenew && (refused === 'no' || !current.renewable)) return held;
      if (!current.renewable) return { kind: 'ended' };
      const answer = await renewOnce();
      return answer.kind === 'ended' && !mustRenew ? held : answer;
    },
  };
}
