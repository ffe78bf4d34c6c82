import { CliError } from './command.js';

export interface Api {
  /** The answer's JSON; undefined when it has none. @throws CliError */
  request(method: 'GET' | 'POST' | 'DELETE', path: string): Promise<unknown>;
}

export interface ApiOptions {
  readonly url: string;
  readonly token: string;
  /** How the token came to be, for whoever reads that it is not taken. */
  readonly tokenSource: string;
}

/** A replay may read a whole room again. */
const TIMEOUT_MS = 20_000;

/** The REST API of a gateway, with its refusals as sentences. */
export const createApi = ({ url, token, tokenSource }: ApiOptions): Api => ({
  request: async (method, path) => {
    const answer = await ask(new URL(`/api/v1${path}`, url), { method, token });
    const body = await answer.text();
    if (answer.ok) return body === '' ? undefined : (JSON.parse(body) as unknown);
    throw new CliError(sentence(answer.status, body, tokenSource));
  },
});

async function ask(address: URL, { method, token }: { method: string; token: string }): Promise<Response> {
  try {
    return await fetch(address, {
      method,
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (cause) {
    throw new CliError(`Nobody answers at ${address.origin}: start Noroshi, or name another address with --url.`, {
      cause,
    });
  }
}

function sentence(status: number, body: string, tokenSource: string): string {
  if (status === 401) return `The token (${tokenSource}) is not accepted: give one with --token.`;
  if (status === 403) return `The token (${tokenSource}) is not an administrator's: it needs the role admin.`;
  const { code = String(status), detail = 'no reason was given' } = problemOf(body);
  return `Refused: ${detail} (${code}).`;
}

function problemOf(body: string): { readonly code?: string; readonly detail?: string } {
  try {
    return JSON.parse(body) as { code?: string; detail?: string };
  } catch {
    return {};
  }
}
