import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Stack } from './stack.js';

export interface Call {
  /** A user, who shows a token. */
  readonly as?: string;
  readonly bearer?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Body = Record<string, unknown>;

export interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Body;
}

/** One request over a connection of its own, so that any of the gateways may get it. */
export async function callRest(
  stack: Stack,
  [method, path]: readonly [string, string],
  given: Call,
): Promise<Answered> {
  const { as, body, headers } = given;
  const bearer = given.bearer ?? (as === undefined ? undefined : stack.token(as));
  const asked = request(`${stack.url}/api/v1${path}`, {
    method,
    agent: false,
    headers: { ...headers, ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) },
  });
  asked.end(body === undefined ? undefined : JSON.stringify(body));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const answered = await text(response);
  const { statusCode: status = 0 } = response;
  return { status, headers: response.headers, body: answered === '' ? {} : (JSON.parse(answered) as Body) };
}
