import type { TokenProvider, TokenReason } from '../api/client.js';
import { NoroshiError } from '../api/noroshi-error.js';
import type { TokenAnswer } from '../core/messages.js';

/** A token that runs out sooner is not worth showing. */
const MARGIN_MS = 10_000;

/** The tokens of one tab: what the provider gave is used again for as long as it is good. */
export class Tokens {
  readonly #provider: TokenProvider;
  #last: { readonly token: string | undefined; readonly expiresAt: number } | undefined;

  constructor(token: string | TokenProvider | undefined) {
    this.#provider = typeof token === 'function' ? token : (reason) => fixed(token, reason);
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
function expiryOf(token: string | undefined): number {
  try {
    const payload = (token?.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const { exp } = JSON.parse(atob(payload)) as { readonly exp?: unknown };
    return typeof exp === 'number' ? exp * 1_000 : Infinity;
  } catch {
    return Infinity;
  }
}
