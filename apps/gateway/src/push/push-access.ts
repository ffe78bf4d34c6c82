import type { ApiKey } from '../auth/api-keys.js';
import { isAllowedOrigin } from '../sessions/origins.js';
import { signerOf, type SignedRequest } from './sigv4.js';

export interface PushAccessOptions {
  readonly apiKeys: readonly ApiKey[];
  readonly devTokens: boolean;
  /** The address that this gateway listens on. */
  readonly host: string;
  readonly allowedOrigins: readonly string[];
}

const SERVICE = 'execute-api';

/**
 * Who may use the connection management API: who holds an API key. Without keys, and only where whoever asks on this
 * machine gets a token anyway, anybody: back ends under development sign with whatever they have.
 */
export class PushAccess {
  readonly #secrets: ReadonlyMap<string, string>;
  readonly #isOpen: boolean;
  readonly #allowedOrigins: readonly string[];

  constructor({ apiKeys, devTokens, host, allowedOrigins }: PushAccessOptions) {
    this.#secrets = new Map(apiKeys.map(({ id, secret }) => [id, secret]));
    this.#isOpen = apiKeys.length === 0 && devTokens && isLoopback(host);
    this.#allowedOrigins = allowedOrigins;
  }

  allows(request: SignedRequest, now = Date.now()): boolean {
    if (!this.#isOpen) return signerOf(request, { secrets: this.#secrets, service: SERVICE, now }) !== undefined;
    // A page of others that a developer looks at must not reach into what runs on the same machine.
    const { headers } = request;
    return isAllowedOrigin({ origin: headers.get('origin'), host: headers.get('host') ?? '' }, this.#allowedOrigins);
  }
}

const isLoopback = (host: string): boolean => /^(localhost|::1|127\..*)$/.test(host);
