import type { Settings } from '@noroshi/settings';
import { CliError } from '../command.js';
import { ask } from './ask.js';
import { signedCredentials, type Credentials, type Person } from './credentials.js';

export interface IdentityOptions {
  /** Of the command line or `NOROSHI_TOKEN`. */
  readonly given: string | undefined;
  /** Of the command line. */
  readonly userId: string | undefined;
  readonly settings: Settings;
  /** A relative data folder is in it. */
  readonly folder: string;
  readonly url: string;
}

/** Who asks. */
export interface Identity {
  /** To be asked again for each connection: what is made here lasts a few minutes. @throws CliError */
  credentials(): Promise<Credentials>;
  /** A token for anybody, signed here or by the development tokens of the server. @throws CliError */
  tokenFor(person: Person): Promise<Credentials>;
}

const LIFETIME_SECONDS = 300;

/** Without a name of one's own one is the operator. */
const operator: Person = { userId: 'noroshi-cli', roles: ['admin'], seconds: LIFETIME_SECONDS };

/** The token that was given; else one made with the key of the stack; else a development token, where there are any. */
export function createIdentity({ given, userId, ...rest }: IdentityOptions): Identity {
  const tokenFor = async (person: Person): Promise<Credentials> =>
    signedCredentials(person, rest) ?? (await developmentToken(rest.url, person));
  const own = userId === undefined ? operator : { userId, seconds: LIFETIME_SECONDS };
  return {
    tokenFor,
    credentials: async () => {
      if (given === undefined) return tokenFor(own);
      const credentials = { token: given, tokenSource: 'the one given' };
      if (userId === undefined) return credentials;
      // The key of a back end, which may act for anybody; no JWT has a colon.
      if (given.includes(':')) return { ...credentials, actsFor: userId };
      throw new CliError('A token says itself who it is of: leave out --token or --user.');
    },
  };
}

async function developmentToken(url: string, { userId, name, roles, seconds }: Person): Promise<Credentials> {
  const answer = await ask(new URL('/api/v1/dev/tokens', url), {
    method: 'POST',
    body: JSON.stringify({ userId, name, roles, expiresIn: seconds }),
  });
  if (!answer.ok) throw new CliError(NO_TOKEN);
  const { token } = (await answer.json()) as { token: string };
  return { token, tokenSource: 'a development token' };
}

const NO_TOKEN =
  'A token is needed: give one with --token or NOROSHI_TOKEN, or the key of the gateways with NOROSHI_JWT_SECRET.';
