import type { HttpAnswer } from '../transport/http-answer.js';

/** Why a request of the connection management API was not done, in the words that its clients know. */
const refusals = {
  malformed: { status: 400, type: 'BadRequestException', message: 'Invalid connectionId' },
  forbidden: { status: 403, type: 'ForbiddenException', message: 'Forbidden' },
  gone: { status: 410, type: 'GoneException', message: 'The connection is gone' },
  tooLarge: { status: 413, type: 'PayloadTooLargeException', message: 'A message has at most 131072 bytes' },
  tooMany: { status: 429, type: 'LimitExceededException', message: 'Too many requests' },
  slow: { status: 429, type: 'LimitExceededException', message: 'The client does not read what it was sent' },
  unavailable: { status: 503, type: 'ServiceUnavailableException', message: 'Try again' },
  internal: { status: 500, type: 'InternalFailure', message: 'Something went wrong' },
} as const;

export type PushRefusal = keyof typeof refusals;

/** The clients go by the header: without it, and a body of JSON, they only see that something is wrong. */
export function refused(why: PushRefusal): HttpAnswer {
  const { status, type, message } = refusals[why];
  const retry = status === 429 || status === 503 ? { 'Retry-After': '1' } : {};
  return {
    status,
    headers: { ...headers, 'Content-Type': 'application/json', 'x-amzn-ErrorType': type, ...retry },
    body: JSON.stringify({ message }),
  };
}

const headers = { 'Cache-Control': 'no-store' };

export const done = (status: 200 | 204): HttpAnswer => ({ status, headers, body: '' });

/** Times have to be texts: numbers make the clients throw. */
export const described = (connection: {
  readonly connectedAt: number;
  readonly lastActivity: number;
  readonly address: string;
  readonly userAgent: string;
}): HttpAnswer => ({
  status: 200,
  headers: { ...headers, 'Content-Type': 'application/json' },
  body: JSON.stringify({
    connectedAt: new Date(connection.connectedAt).toISOString(),
    lastActiveAt: new Date(connection.lastActivity).toISOString(),
    identity: { sourceIp: connection.address, userAgent: connection.userAgent },
  }),
});
