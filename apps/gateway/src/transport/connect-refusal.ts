import type { Admission } from '../sessions/reception.js';
import { problem, type HttpAnswer } from './http-answer.js';

/** The answer to somebody who may not be connected. */
export function refusalOf({ code, message, retryAfter }: Extract<Admission, { ok: false }>): HttpAnswer {
  const answer = problem(code, message);
  return retryAfter === undefined
    ? answer
    : { ...answer, headers: { ...answer.headers, 'Retry-After': String(retryAfter) } };
}
