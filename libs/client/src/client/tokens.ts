import type { TokenProvider, TokenReason } from '../api/client.js';
import type { User } from '../api/message.js';
import { NoroshiError } from '../api/noroshi-error.js';
import type { TokenAnswer } from '../core/messages.js';
import { claimsOf } from '../core/read-token.js';

/** A token that runs out sooner is not worth showing. */
const MARGIN_MS = 10_000;

/** The tokens of one tab: what the provider gave, or is about to give, is used again for as long as it is good. */
export class Tokens {
  readonly #provider: TokenProvider;
  #last: Promise<string | undefined> | undefined;
  #holder: User | undefined;

  constructor(token: string | TokenProvider | undefined) {
    this.#provider = typeof token === 'function' ? token : (reason) => fixed(token, reason);
  }

  /** Whose the last one is, as it says itself. */
  get holder(): User | undefined {
    return this.#holder;
  }

  /** @throws what the provider throws */
  async token(reason: TokenReason): Promise<string | undefined> {
    if (reason !== 'first' || !this.#last) return this.#fresh(reason);
    const token = await this.#last;
    return isGood(token) ? token : this.#fresh('expiring');
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

  async #fresh(reason: TokenReason): Promise<string | undefined> {
    const asked = (async () => this.#provider(reason))();
    this.#last ??= asked;
    try {
      const token = await asked;
      this.#last = asked;
      const { sub, name = sub } = claimsOf(token ?? '');
      this.#holder = sub === undefined || name === undefined ? undefined : { userId: sub, name };
      return token;
    } catch (cause) {
      if (this.#last === asked) this.#last = undefined;
      throw cause;
    }
  }
}

function fixed(token: string | undefined, reason: TokenReason): string | undefined {
  if (reason === 'refused') throw new NoroshiError('closed', 'The token is not valid any more');
  return token;
}

/** What is no JWT, or does not tell, never runs out. */
const isGood = (token = ''): boolean => (claimsOf(token).exp ?? Infinity) * 1_000 - MARGIN_MS > Date.now();
