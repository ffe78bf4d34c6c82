import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Settings } from '@noroshi/settings';
import { CliError } from './command.js';

export interface CredentialSources {
  /** Of the command line or `NOROSHI_TOKEN`. */
  readonly given: string | undefined;
  readonly settings: Settings;
  /** The repository: a relative data folder is in it. */
  readonly root: string;
  readonly url: string;
}

export interface Credentials {
  readonly token: string;
  readonly tokenSource: string;
}

const LIFETIME_SECONDS = 300;

/**
 * The token that was given; else one made here for a few minutes, with the key of the local stack.
 *
 * The key in the data folder is for this machine's stack only: nothing signed with it is sent anywhere else.
 *
 * @throws CliError
 */
export function credentialsOf({ given, settings, root, url }: CredentialSources): Credentials {
  if (given !== undefined) return { token: given, tokenSource: 'the one given' };
  if (settings.jwtSecret !== undefined) return signed(settings.jwtSecret, settings, 'made with NOROSHI_JWT_SECRET');
  const file = join(resolve(root, settings.dataDir), 'jwt-secret');
  if (!isLoopback(url) || !existsSync(file))
    throw new CliError('An administrator’s token is needed: give one with --token or NOROSHI_TOKEN.');
  return signed(readFileSync(file, 'utf8').trim(), settings, `made with ${file}`);
}

const isLoopback = (url: string): boolean => /^(localhost|\[::1\]|127(\.\d+){3})$/.test(new URL(url).hostname);

function signed(secret: string, { jwtIssuer, jwtAudience }: Settings, tokenSource: string): Credentials {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    ...{ sub: 'noroshi-cli', roles: ['admin'], iat: now, exp: now + LIFETIME_SECONDS },
    ...(jwtIssuer === undefined ? {} : { iss: jwtIssuer }),
    ...(jwtAudience === undefined ? {} : { aud: jwtAudience }),
  };
  const content = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
  const signature = createHmac('sha256', secret).update(content).digest('base64url');
  return { token: `${content}.${signature}`, tokenSource };
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
