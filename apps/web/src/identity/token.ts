import { list, number, parseFields, text } from '../json/fields.js';

/** What a token says about itself. Read for display and timing only: the server alone decides what it is worth. */
export interface TokenClaims {
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Epoch milliseconds. */
  readonly expiresAt?: number;
}

function decodePart(part: string): string | undefined {
  try {
    const bytes = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder().decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

export function readToken(token: string): TokenClaims | undefined {
  const payload = decodePart(token.trim().split('.')[1] ?? '');
  const fields = payload === undefined ? undefined : parseFields(payload);
  const userId = fields && text(fields, 'sub');
  if (!fields || !userId) return undefined;
  const expires = number(fields, 'exp');
  const name = text(fields, 'name') ?? userId;
  const roles = list(fields, 'roles').filter((role) => typeof role === 'string');
  return { userId, name, roles, ...(expires === undefined ? {} : { expiresAt: expires * 1000 }) };
}
