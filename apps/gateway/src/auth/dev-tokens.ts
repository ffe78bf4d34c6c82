import { SignJWT } from 'jose';

export interface TokenWish {
  readonly userId: string;
  readonly name?: string;
  readonly roles?: readonly string[];
  /** Seconds. */
  readonly expiresIn: number;
}

/** Signs a token for anybody who asks: for development only. */
export async function signDevToken(
  secret: string,
  { userId, name, roles, expiresIn }: TokenWish,
): Promise<{ token: string; expiresAt: string }> {
  const expiresAt = Math.floor(Date.now() / 1000) + expiresIn;
  const claims = { ...(name === undefined ? {} : { name }), ...(roles === undefined ? {} : { roles }) };
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(userId)
    // Not whole seconds: a token made right after its user was revoked is told from one made right before.
    .setIssuedAt(Date.now() / 1000)
    .setExpirationTime(expiresAt)
    .sign(new TextEncoder().encode(secret));
  return { token, expiresAt: new Date(expiresAt * 1000).toISOString() };
}
