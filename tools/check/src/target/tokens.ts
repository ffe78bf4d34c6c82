import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Gives somebody a token for the time of a run. */
export type TokenOf = (user: string) => Promise<Badge>;

export interface Badge {
  /** Who the token is for: somebody else than asked for where tokens are given by others. */
  readonly user: string;
  readonly token: string;
}

const LIFE_SECONDS = 24 * 3600;

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** HS256 tokens of whoever knows the server's key. */
export const signedTokens =
  (secret: string): TokenOf =>
  (user) => {
    const claims = { sub: user, name: user, exp: Math.floor(Date.now() / 1000) + LIFE_SECONDS };
    const signed = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
    const signature = createHmac('sha256', secret).update(signed).digest('base64url');
    return Promise.resolve({ user, token: `${signed}.${signature}` });
  };

/** From the server's own development endpoint. */
export const developmentTokens =
  (url: string): TokenOf =>
  async (user) => {
    const answer = await fetch(new URL('/api/v1/dev/tokens', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ userId: user, expiresIn: LIFE_SECONDS }),
    });
    if (!answer.ok)
      throw new Error(`${url} gives no development tokens (${answer.status}): give --token-secret or --tokens.`);
    return { user, token: ((await answer.json()) as { token: string }).token };
  };

/** One token on each line of a file: given out one by one, each user of the plan keeps the first it got. */
export async function tokensOf(file: string): Promise<TokenOf> {
  const tokens = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const given = new Map<string, Badge>();
  return (user) => {
    const badge = given.get(user) ?? badgeOf(tokens[given.size], file);
    given.set(user, badge);
    return Promise.resolve(badge);
  };
}

function badgeOf(line: string | undefined, file: string): Badge {
  if (line === undefined) throw new Error(`${file} has too few tokens: one for each user and one for the auditor.`);
  const token = line.trim();
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub?: unknown };
  if (typeof claims.sub !== 'string') throw new Error(`A token in ${file} has no sub.`);
  return { user: claims.sub, token };
}
