import { NoroshiError } from '../api/noroshi-error.js';
import type { Rest } from '../api/rest.js';
import type { Tokens } from './tokens.js';

interface Problem {
  readonly code?: unknown;
  readonly title?: unknown;
  readonly detail?: unknown;
}

/** The REST API with the token of this tab, which is renewed once when it is refused. */
export function restClient(url: () => string, tokens: Tokens): Rest {
  return {
    async request<T>(method: string, path: string, body?: unknown): Promise<T> {
      const attempt = async (reason: 'first' | 'refused'): Promise<Response> => {
        const token = await tokens.token(reason);
        return fetch(`${url()}/api/v1${path}`, {
          method,
          headers: {
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }).catch((cause: unknown) => {
          throw Object.assign(new NoroshiError('offline', 'The server can not be reached'), { cause });
        });
      };
      const first = await attempt('first');
      const response = first.status === 401 ? await attempt('refused') : first;
      if (!response.ok) throw await errorIn(response);
      const text = await response.text();
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
  };
}

async function errorIn(response: Response): Promise<NoroshiError> {
  const problem = (await response.json().catch(() => ({}))) as Problem;
  const { code = 'internal', title = `The server answered ${response.status}`, detail = title } = problem;
  const retryAfter = Number(response.headers.get('retry-after'));
  return new NoroshiError(String(code), String(detail), retryAfter > 0 ? retryAfter : undefined);
}
