import { STATUS_CODES } from 'node:http';
import { errors, type ErrorCode } from '@noroshi/protocol';
import type { HttpResponse } from 'uWebSockets.js';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** Statuses of refusals that come with `Retry-After`. */
export const ASKS_TO_WAIT: ReadonlySet<number> = new Set([429, 503]);

/** RFC 9457, with the catalogue's code; `field` is what in the request it is about. */
export function problem(code: ErrorCode, detail: string = errors[code].message, field?: string): HttpAnswer {
  const { status } = errors[code];
  return {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...(ASKS_TO_WAIT.has(status) ? { 'Retry-After': '1' } : {}),
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    },
    body: JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, code, detail, field }),
  };
}

export const json = (value: unknown, status = 200): HttpAnswer => ({
  status,
  headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  body: JSON.stringify(value),
});

/**
 * What every answer says, whoever asks. No `Strict-Transport-Security`: it belongs to whoever ends TLS, and over plain HTTP
 * browsers ignore it.
 */
const always = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // An answer that a browser is made to show as a page can do nothing.
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};

/** To be called within a cork. */
export function writeHead(response: HttpResponse, { status, headers }: Omit<HttpAnswer, 'body'>): void {
  response.writeStatus(`${status} ${STATUS_CODES[status] ?? ''}`);
  for (const [name, value] of Object.entries({ ...always, ...headers })) response.writeHeader(name, value);
}

/** @param headOnly the answer to HEAD: everything but the body */
export function writeAnswer(response: HttpResponse, { body, ...head }: HttpAnswer, headOnly = false): void {
  response.cork(() => {
    writeHead(response, head);
    if (headOnly) response.endWithoutBody(Buffer.byteLength(body));
    else response.end(body);
  });
}
