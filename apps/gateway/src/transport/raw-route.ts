import type { Logger } from '@noroshi/telemetry';
import type { HttpRequest, HttpResponse } from 'uWebSockets.js';
import { readBytes } from './body-bytes.js';
import { writeAnswer, type HttpAnswer } from './http-answer.js';
import type { Answered } from './http-route.js';
import type { AddressOf } from './client-address.js';
import { queryOf } from './upgrade-request.js';

/** A request as it came, for interfaces that others have designed: nothing of it is decoded. */
export interface RawRequest {
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Names in lower case; the values of one that came more than once with commas between. */
  readonly headers: ReadonlyMap<string, string>;
  /** Of who asks. */
  readonly address: string;
  /** Undefined: it is larger than was allowed. */
  readonly body: Uint8Array | undefined;
}

export interface RawRouteOptions {
  /** Answers whatever happens: there is no other way to say what went wrong in its own language. */
  readonly handle: (request: RawRequest) => Promise<HttpAnswer>;
  readonly maxBodyBytes: number;
  readonly addressOf: AddressOf;
  readonly logger: Logger;
  readonly answered: Answered;
}

const METHODS_WITH_BODY: ReadonlySet<string> = new Set(['POST', 'DELETE']);

export function rawRoute({ handle, maxBodyBytes, addressOf, logger, answered }: RawRouteOptions) {
  return (response: HttpResponse, request: HttpRequest): void => {
    const began = performance.now();
    let aborted = false;
    response.onAborted(() => {
      aborted = true;
    });
    const copy = { ...copyOf(request), address: addressOf(response, request) };
    const finish = (answer: HttpAnswer): void => {
      answered(answer.status, { path: copy.path, began });
      logger.debug('answered', { method: copy.method, path: copy.path, status: answer.status });
      if (!aborted) writeAnswer(response, answer);
    };
    const body = METHODS_WITH_BODY.has(copy.method)
      ? readBytes(response, maxBodyBytes)
      : Promise.resolve(new Uint8Array());
    void body.then((bytes) => handle({ ...copy, body: bytes })).then(finish);
  };
}

function copyOf(request: HttpRequest): Omit<RawRequest, 'address' | 'body'> {
  const headers = new Map<string, string>();
  request.forEach((name, value) => {
    const former = headers.get(name);
    headers.set(name, former === undefined ? value : `${former},${value}`);
  });
  return {
    method: request.getMethod().toUpperCase(),
    path: request.getUrl(),
    query: queryOf(request),
    headers,
  };
}
