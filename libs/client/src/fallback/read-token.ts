/** What a token says of its holder. The server is who believes it. */
export interface TokenClaims {
  readonly sub?: string;
  readonly name?: string;
  /** Seconds since 1970. */
  readonly exp?: number;
}

/** @returns nothing of what is no JWT */
export function claimsOf(token: string): TokenClaims {
  try {
    const base64 = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return (JSON.parse(new TextDecoder().decode(bytes)) ?? {}) as TokenClaims;
  } catch {
    return {};
  }
}
