import { createHmac } from 'node:crypto';

interface TokenParts {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly secret: string;
  readonly header?: Readonly<Record<string, unknown>>;
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An HS256 token made by hand, because a library refuses to make the wrong ones that the tests need. */
export const signToken = ({ claims, secret, header = { alg: 'HS256', typ: 'JWT' } }: TokenParts): string => {
  const signed = `${encoded(header)}.${encoded(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
};

/** The classic forgery: a token that says it needs no signature. */
export const unsignedToken = (claims: Readonly<Record<string, unknown>>): string =>
  `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims)}.`;
