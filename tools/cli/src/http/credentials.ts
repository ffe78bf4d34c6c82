import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Settings } from '@noroshi/settings';

export interface Person {
  readonly userId: string;
  readonly name?: string;
  readonly roles?: readonly string[];
  /** How long the token is good. */
  readonly seconds: number;
}

export interface KeySources {
  readonly settings: Settings;
  /** A relative data folder is in it. */
  readonly folder: string;
  readonly url: string;
}

export interface Credentials {
  readonly token: string;
  /** How the token came to be, for whoever reads that it is not taken. */
  readonly tokenSource: string;
  /** The user for whom a back end acts that has shown its key. */
  readonly actsFor?: string;
}

/**
 * A token made here, with the key of the settings or of the local stack; undefined where there is no key.
 *
 * The key in the data folder is for this machine's stack only: nothing signed with it is sent anywhere else.
 */
export function signedCredentials(person: Person, { settings, folder, url }: KeySources): Credentials | undefined {
  const { jwtSecret } = settings;
  if (jwtSecret !== undefined) return signed(jwtSecret, person, { settings, source: 'NOROSHI_JWT_SECRET' });
  const file = join(resolve(folder, settings.dataDir), 'jwt-secret');
  if (!isLoopback(url) || !existsSync(file)) return undefined;
  return signed(readFileSync(file, 'utf8').trim(), person, { settings, source: file });
}

const isLoopback = (url: string): boolean => /^(localhost|\[::1\]|127(\.\d+){3})$/.test(new URL(url).hostname);

interface Issuer {
  readonly settings: Settings;
  readonly source: string;
}

function signed(secret: string, person: Person, { settings, source }: Issuer): Credentials {
  const content = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claimsOf(person, settings))}`;
  const signature = createHmac('sha256', secret).update(content).digest('base64url');
  return { token: `${content}.${signature}`, tokenSource: `made with ${source}` };
}

/** What JSON leaves out because it is undefined is not claimed. */
function claimsOf({ userId, name, roles, seconds }: Person, { jwtIssuer, jwtAudience }: Settings): object {
  const now = Math.floor(Date.now() / 1000);
  return { sub: userId, name, roles, iat: now, exp: now + seconds, iss: jwtIssuer, aud: jwtAudience };
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
