import type { Logger } from '@noroshi/telemetry';
import type { HttpRequest, HttpResponse } from 'uWebSockets.js';
import { codeOf, Refused } from '../refusal.js';
import { readBody } from './http-body.js';
import { problem, writeAnswer, type HttpAnswer } from './http-answer.js';
import type { AddressOf } from './client-address.js';
import type { CrossOrigin } from './cross-origin.js';
import { bearerOf, queryOf } from './upgrade-request.js';

/** A request as handlers see it: copied, because the library's own is dead after the callback. */
export interface RestRequest {
  readonly path: string;
  /** The path's variables, percent-decoded. */
  readonly parameters: readonly string[];
  readonly query: URLSearchParams;
  /** The same as it was sent. */
  readonly rawQuery: string;
  /** Of who asks. */
  readonly address: string;
  /** From `Authorization: Bearer`. */
  readonly bearer: string | undefined;
  /** From `Authorization: Bearer` or `?token=`. */
  readonly token: string | undefined;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborted when who asked is gone before the answer. */
  readonly gone: AbortSignal;
  /** Undefined when there is none. @throws Refused when it is too large, too deep or not JSON */
  body(): Promise<unknown>;
}

export type RestHandler = (request: RestRequest) => HttpAnswer | Promise<HttpAnswer>;

/** Told of each answer: its status, and of which request. */
export type Answered = (status: number, request: RequestMoment) => void;

export interface RequestMoment {
  readonly path: string;
  /** When it came, by `performance.now`. */
  readonly began: number;
}

export interface HttpRouteOptions {
  /** How many variables the path has. */
  readonly parameters?: number;
  readonly addressOf: AddressOf;
  /** Where pages of other origins may ask as well. */
  readonly crossOrigin?: CrossOrigin;
  readonly logger: Logger;
  readonly answered: Answered;
}

const METHODS_WITH_BODY: ReadonlySet<string> = new Set(['post', 'put', 'patch', 'delete']);

/** Wraps a handler for the socket library: copies what is needed, and answers whatever happens. */
export function httpRoute(handler: RestHandler, options: HttpRouteOptions) {
  const { parameters = 0, addressOf, crossOrigin, logger, answered } = options;
  return (response: HttpResponse, request: HttpRequest): void => {
    const began = performance.now();
    const gone = new AbortController();
    response.onAborted(() => gone.abort());
    const method = request.getMethod();
    const headOnly = method === 'head';
    const path = request.getUrl();
    const readable = crossOrigin?.headers(askingOf(request));
    const finish = ({ headers, ...answer }: HttpAnswer): void => {
      answered(answer.status, { path, began });
      logger.debug('answered', { method, path, status: answer.status });
      if (!gone.signal.aborted) writeAnswer(response, { ...answer, headers: { ...headers, ...readable } }, headOnly);
    };
    const copy = copyOf(response, request, parameters);
    if (!copy) return finish(problem('invalid_frame', 'The path is not valid'));
    void Promise.resolve({ ...copy, address: addressOf(response, request), gone: gone.signal })
      .then(handler)
      .catch((cause: unknown) => {
        const code = codeOf(cause);
        if (code === 'internal') logger.error('a request could not be answered', { cause, path: copy.path });
        return cause instanceof Refused ? problem(code, cause.message, cause.field) : problem(code);
      })
      .then(finish);
  };
}

const askingOf = (request: HttpRequest) => ({
  origin: request.getHeader('origin') || undefined,
  host: request.getHeader('host'),
});

type Copied = Omit<RestRequest, 'address' | 'gone'>;

function copyOf(response: HttpResponse, request: HttpRequest, count: number): Copied | undefined {
  const rawQuery = queryOf(request);
  const query = new URLSearchParams(rawQuery);
  const bearer = bearerOf(request.getHeader('authorization'));
  const parameters = Array.from({ length: count }, (_, index) => decoded(request.getParameter(index)));
  if (parameters.some((parameter) => parameter === undefined)) return undefined;
  const hasBody = METHODS_WITH_BODY.has(request.getMethod());
  const body = hasBody ? readBody(response) : Promise.resolve(undefined);
  // Whoever does not ask for the body does not hear that it was refused.
  body.catch(() => undefined);
  return {
    path: request.getUrl(),
    parameters: parameters as string[],
    query,
    rawQuery,
    bearer,
    token: bearer ?? query.get('token') ?? undefined,
    headers: headersOf(request),
    body: () => body,
  };
}

function headersOf(request: HttpRequest): Record<string, string> {
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  request.forEach((name, value) => (headers[name] = value));
  return headers;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
