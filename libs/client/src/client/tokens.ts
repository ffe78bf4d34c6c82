import type { TokenProvider, TokenReason } from '../api/client.js';
import type { User } from '../api/message.js';
import { NoroshiError } from '../api/noroshi-error.js';
import type { TokenAnswer } from '../core/messages.js';
import { claimsOf } from '../core/read-token.js';

/** A token that runs out sooner is not worth showing. */
const MARGIN_MS = 10_000;

/** The tokens of one tab: what the provider gave is used again for as long as it is good. */
export class Tokens {
  readonly #provider: TokenProvider;
  #last: { readonly token: string | undefined; readonly expiresAt: number } | undefined;

  constructor(token: string | TokenProvider | undefined) {
    this.#provider = typeof token === 'function' ? token : (reason) => fixed(token, reason);
  }

  /** Whose the last one is, as it says itself. */
  get holder(): User | undefined {
    const { sub, name = sub } = claimsOf(this.#last?.token ?? '');
    return sub === undefined || name === undefined ? undefined : { userId: sub, name };
  }

  /** @throws what the provider throws */
  async token(reason: TokenReason): Promise<string | undefined> {
    if (reason === 'first' && this.#last) {
      if (this.#last.expiresAt - MARGIN_MS > Date.now()) return this.#last.token;
      return this.token('expiring');
    }
    const token = await this.#provider(reason);
    this.#last = { token, expiresAt: expiryOf(token) };
    return token;
  }

  async answer(reason: TokenReason): Promise<TokenAnswer> {
    try {
      return { kind: 'token', token: await this.token(reason) };
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : 'There is no token';
      const hasEnded = cause instanceof NoroshiError && cause.code === 'closed';
      return { kind: hasEnded ? 'ended' : 'failed', message };
    }
  }
}

function fixed(token: string | undefined, reason: TokenReason): string | undefined {
  if (reason === 'refused') throw new NoroshiError('closed', 'The token is not valid any more');
  return token;
}

/** Milliseconds since 1970; of what is no JWT, or does not tell: never. */
function expiryOf(token = ''): number {
  const { exp } = claimsOf(token);
  return exp === undefined ? Infinity : exp * 1_000;
}
