import { randomBytes } from 'node:crypto';
import { Compile } from 'typebox/compile';
import type { Static, TSchema } from 'typebox';
import { appErrorOf, errors, isObject, withoutNulls, type ErrorCode } from '@noroshi/protocol';
import type { Logger } from '@noroshi/telemetry';
import type { Callers, UserCaller } from '../auth/callers.js';
import { codeOf, Refused, retryAfterOf } from '../refusal.js';
import { json, type HttpAnswer } from '../transport/http-answer.js';
import type { RestHandler, RestRequest } from '../transport/http-route.js';

export interface Asked extends Pick<RestRequest, 'query' | 'parameters'> {
  readonly caller: UserCaller;
  /** Undefined when there is none. @throws Refused */
  readonly body: () => Promise<unknown>;
}

export interface Said {
  /** 200 by default. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One call of a Mattermost client: its answers and refusals have the form that its client knows. */
export interface MattermostRoute {
  readonly method: 'get' | 'post' | 'put' | 'del';
  /** Below `/api/v4`, with variables as `:name`. */
  readonly path: string;
  readonly handle: (asked: Asked) => Promise<Said>;
}

export const done: Said = { body: { status: 'OK' } };

export interface AnsweringOptions {
  readonly callers: Pick<Callers, 'user'>;
  readonly logger: Pick<Logger, 'error'>;
}

/** Whoever calls is somebody with a token, shown in `Authorization` alone. */
export const forUsers =
  ({ handle }: MattermostRoute, options: AnsweringOptions): RestHandler =>
  (request) =>
    answering(request, options, async () => {
      const { bearer, headers, query, parameters } = request;
      const caller = await options.callers.user({ bearer, token: bearer, headers });
      return handle({ caller, query, parameters, body: () => request.body() });
    });

/** Answers whatever happens, in the form of these clients. */
export async function answering(
  request: RestRequest,
  { logger }: Pick<AnsweringOptions, 'logger'>,
  handle: () => Promise<Said>,
): Promise<HttpAnswer> {
  try {
    const { status = 200, headers = {}, body } = await handle();
    const answer = json(body, status);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'internal') logger.error('a request could not be answered', { cause, path: request.path });
    return refusal(code, cause instanceof Refused ? cause.message : undefined);
  }
}

/** As a Mattermost server calls them over HTTP. */
const ids: Partial<Record<ErrorCode, string>> = {
  invalid_frame: 'api.context.invalid_body_param.app_error',
  unauthenticated: 'api.context.session_expired.app_error',
  not_found: 'api.context.404.app_error',
  room_not_found: 'app.channel.get.existing.app_error',
  room_exists: 'store.sql_channel.save_channel.exists.app_error',
  message_not_found: 'app.post.get.app_error',
  user_not_found: 'app.user.missing_account.const',
};

export function refusal(code: ErrorCode, message: string = errors[code].message): HttpAnswer {
  const { status } = errors[code];
  const retryAfter = retryAfterOf(code);
  const error = appErrorOf(code, message);
  const request_id = randomBytes(13).toString('hex');
  const answer = json({ ...error, id: ids[code] ?? error.id, request_id, status_code: status }, status);
  if (retryAfter === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'Retry-After': String(retryAfter) } };
}

/** Reads a body of a shape; `null` in a field is as good as nothing. */
export function bodyReader<T extends TSchema>(schema: T): (asked: Pick<Asked, 'body'>) => Promise<Static<T>> {
  const compiled = Compile(schema);
  return async ({ body }) => {
    const sent = await body();
    const given = isObject(sent) ? withoutNulls(sent) : sent;
    if (compiled.Check(given)) return given;
    const [error] = compiled.Errors(given);
    throw new Refused('invalid_frame', `The body is not valid: ${error?.instancePath ?? ''} ${error?.message ?? ''}`);
  };
}

/** A whole number in the address. @throws Refused */
export function numberOf(
  query: URLSearchParams,
  name: string,
  { fallback, max }: { readonly fallback: number; readonly max: number },
): number {
  const text = query.get(name);
  if (text === null || text === '') return fallback;
  const value = Number(text);
  if (!/^\d{1,15}$/.test(text) || !Number.isSafeInteger(value))
    throw new Refused('invalid_frame', `${name} is not a number`);
  return Math.min(value, max);
}
