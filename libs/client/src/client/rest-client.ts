import { NoroshiError } from '../api/noroshi-error.js';
import type { Rest } from '../api/rest.js';
import type { Tokens } from './tokens.js';

interface Problem {
  readonly code?: unknown;
  readonly title?: unknown;
  readonly detail?: unknown;
}

type Method = Parameters<Rest['request']>[0];

/** The REST API with the token of this tab, which is renewed once when it is refused. */
export class RestClient implements Rest {
  readonly #url: () => string;
  readonly #tokens: Tokens;

  constructor(url: () => string, tokens: Tokens) {
    this.#url = url;
    this.#tokens = tokens;
  }

  async request<T>(method: Method, path: string, body?: unknown): Promise<T> {
    const first = await this.#attempt(await this.#tokens.token('first'), { method, path, body });
    const response =
      first.status === 401 ? await this.#attempt(await this.#tokens.token('refused'), { method, path, body }) : first;
    if (!response.ok) throw await errorIn(response);
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  async #attempt(
    token: string | undefined,
    { method, path, body }: { readonly method: Method; readonly path: string; readonly body: unknown },
  ): Promise<Response> {
    try {
      return await fetch(`${this.#url()}/api/v1${path}`, {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      throw Object.assign(new NoroshiError('offline', 'The server can not be reached'), { cause });
    }
  }
}

async function errorIn(response: Response): Promise<NoroshiError> {
  const problem = (await response.json().catch(() => ({}))) as Problem;
  const { code = 'internal', detail, title = `The server answered ${response.status}` } = problem;
  const retryAfter = Number(response.headers.get('retry-after'));
  return new NoroshiError(String(code), String(detail ?? title), retryAfter > 0 ? retryAfter : undefined);
}
