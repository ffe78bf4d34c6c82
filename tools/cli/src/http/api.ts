import { setTimeout as delay } from 'node:timers/promises';
import { CliError } from '../command.js';
import { ask } from './ask.js';
import type { Credentials } from './credentials.js';
import { problemOf, sentenceOf, type Problem } from './problem.js';

export interface Api {
  /** The answer's JSON; undefined when it has none. @throws Refusal, CliError when nobody answers */
  request(method: 'GET' | 'POST' | 'DELETE', path: string, wish?: Wish): Promise<unknown>;
  /** An answer that is read while it comes. @throws Refusal, CliError when nobody answers */
  stream(path: string, wish: { readonly lastEventId?: string; readonly signal: AbortSignal }): Promise<Response>;
}

export interface Wish {
  readonly body?: object;
  /** Stored once under this name: the request is sent again when the server says that it may be. */
  readonly idempotencyKey?: string;
}

/** A refusal that the server has told. */
export class Refusal extends CliError {
  constructor(
    readonly problem: Problem,
    tokenSource: string,
  ) {
    super(sentenceOf(problem, tokenSource));
  }
}

export interface ApiOptions {
  readonly url: string;
  readonly credentials: () => Promise<Credentials>;
}

const TRIES = 5;
const PATIENCE_SECONDS = 1;
const PASSING = [429, 503];

/** A gateway's HTTP, with its refusals as sentences. */
export const createApi = ({ url, credentials }: ApiOptions): Api => ({
  request: async (method, path, wish = {}) => {
    const who = await credentials();
    for (let left = wish.idempotencyKey === undefined ? 0 : TRIES - 1; ; left -= 1) {
      const answer = await ask(new URL(`/api/v1${path}`, url), initOf(method, who, wish));
      const text = await answer.text();
      if (answer.ok) return jsonOf(text);
      const problem = problemOf(answer.status, text, answer.headers);
      if (left === 0 || !PASSING.includes(answer.status)) throw new Refusal(problem, who.tokenSource);
      await delay((problem.retryAfter ?? PATIENCE_SECONDS) * 1000);
    }
  },
  stream: async (path, { lastEventId, signal }) => {
    const who = await credentials();
    const headers = {
      ...headersOf(who),
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    };
    const answer = await ask(new URL(path, url), { headers, signal });
    if (answer.ok) return answer;
    throw new Refusal(problemOf(answer.status, await answer.text(), answer.headers), who.tokenSource);
  },
});

const jsonOf = (text: string): unknown => (text === '' ? undefined : JSON.parse(text));

const initOf = (method: string, who: Credentials, { body, idempotencyKey }: Wish): RequestInit => ({
  method,
  headers: { ...headersOf(who), ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }) },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
});

const headersOf = ({ token, actsFor }: Credentials): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  ...(actsFor === undefined ? {} : { 'noroshi-user': encodeURIComponent(actsFor) }),
});
