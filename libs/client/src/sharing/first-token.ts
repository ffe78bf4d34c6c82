import type { ClientOptions, TokenProvider } from '../api/client.js';

/**
 * Whom the tabs have in common is known by the token, which must be asked for before there is a core that wants it. So the first one is
 * asked for early, and given when it is wanted.
 */
export function firstToken(token: ClientOptions['token']): {
  readonly token: ClientOptions['token'];
  /** @throws what the provider throws */
  readonly early: () => Promise<string | undefined>;
} {
  if (typeof token !== 'function') return { token, early: () => Promise.resolve(token) };
  let first: Promise<string | undefined> | undefined;
  const provider: TokenProvider = (reason) => {
    const given = reason === 'first' ? first : undefined;
    first = undefined;
    return given ?? token(reason);
  };
  return { token: provider, early: () => (first ??= (async () => token('first'))()) };
}
