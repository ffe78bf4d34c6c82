import { HttpFailure } from './http-failure.js';
import { asFields, text } from '../json/fields.js';

export interface TokenRequest {
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** `disabled`: this server gives out none; tokens come from an identity provider. */
export type TokenResult =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'disabled' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unreachable' };

async function readAnswer(response: Response): Promise<TokenResult> {
  if (response.status === 404) return { kind: 'disabled' };
  return new HttpFailure(response.status).passing ? { kind: 'unreachable' } : readBody(response);
}

async function readBody(response: Response): Promise<TokenResult> {
  const body = asFields(await response.json().catch(() => undefined)) ?? {};
  const token = text(body, 'token');
  if (response.ok && token) return { kind: 'token', token };
  return { kind: 'refused', reason: text(body, 'detail') ?? text(body, 'title') ?? 'The server refused this name.' };
}

export async function requestDevToken({ userId, name, roles }: TokenRequest): Promise<TokenResult> {
  try {
    const response = await fetch('/api/v1/dev/tokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ userId, name, roles }),
    });
    return await readAnswer(response);
  } catch {
    // fetch rejects only when the server cannot be reached.
    return { kind: 'unreachable' };
  }
}
