/** What a token says of its holder. The server is who believes it. */
export interface TokenClaims {
  readonly sub?: string;
  readonly name?: string;
  /** Seconds since 1970. */
  readonly exp?: number;
}

/** Nothing of what is no JWT, and no claim of another type than it has. */
export function claimsOf(token: string): TokenClaims {
  try {
    const base64 = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as { readonly [K in keyof TokenClaims]: unknown };
    const { sub, name, exp } = claims;
    return {
      ...(typeof sub === 'string' && { sub }),
      ...(typeof name === 'string' && { name }),
      ...(typeof exp === 'number' && { exp }),
    };
  } catch {
    return {};
  }
}
