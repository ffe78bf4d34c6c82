/** What the server refused, by its own word. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly code: string;
  /** Seconds. */
  readonly retryAfter: number | undefined;

  constructor(
    answer: { readonly status: number; readonly code: string; readonly retryAfter?: number },
    message: string,
  ) {
    super(message);
    this.status = answer.status;
    this.code = answer.code;
    this.retryAfter = answer.retryAfter;
  }
}

/** No answer, or one that is not of the server: of a proxy, or of nobody. */
export class HttpLost extends Error {}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** After `/api/v1`. */
  readonly path: string;
  readonly body?: unknown;
  /** Makes a second try safe. */
  readonly key?: string;
  /** How long the server may take its time for, beyond what every answer may take. */
  readonly waitMs?: number;
  /** Ends it, beside the end of all. */
  readonly signal?: AbortSignal;
}

interface Opening extends RequestInit {
  readonly headers: Readonly<Record<string, string>>;
}

const PATIENCE_MS = 30_000;

/** Asks the server as one user, until it is closed. */
export class HttpCaller {
  readonly #gone = new AbortController();

  constructor(
    private readonly url: string,
    public token: string | undefined,
  ) {}

  /** @returns the body, undefined where there is none @throws HttpProblem, HttpLost */
  async call<T>({ method = 'GET', path, body, key, ...waiting }: Call): Promise<T> {
    const headers = {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    };
    const signal = this.#end(waiting);
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await this.open(`/api/v1${path}`, { method, headers, signal, ...content });
    const text = await response.text().catch(lost);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** The answer, as soon as it begins, when it is a good one; `close` does not end it. @throws HttpProblem, HttpLost */
  async open(path: string, { headers, ...init }: Opening): Promise<Response> {
    const authorization = this.token === undefined ? {} : { Authorization: `Bearer ${this.token}` };
    const common: RequestInit = { cache: 'no-store', credentials: 'omit', headers: { ...headers, ...authorization } };
    const response = await fetch(this.url + path, { ...common, ...init }).catch(lost);
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  #end({ waitMs = 0, signal }: Pick<Call, 'waitMs' | 'signal'>): AbortSignal {
    const ends = [this.#gone.signal, AbortSignal.timeout(PATIENCE_MS + waitMs)];
    return AbortSignal.any(signal ? [...ends, signal] : ends);
  }

  close(): void {
    this.#gone.abort();
  }
}

const lost = (cause: unknown): never => {
  throw new HttpLost(cause instanceof Error ? cause.message : 'no answer', { cause });
};

async function problemOf(response: Response): Promise<Error> {
  const problem = (await response.json().catch(() => ({}))) as { readonly code?: string; readonly detail?: string };
  const { code, detail } = problem;
  if (code === undefined) return new HttpLost(`answered ${response.status}`);
  const after = Number(response.headers.get('Retry-After') ?? NaN);
  const retryAfter = Number.isFinite(after) ? { retryAfter: after } : {};
  return new HttpProblem({ status: response.status, code, ...retryAfter }, detail ?? code);
}
