import type { Callers } from '../auth/callers.js';
import { Refused } from '../refusal.js';
import { json, type HttpAnswer } from '../transport/http-answer.js';
import type { RestHandler, RestRequest } from '../transport/http-route.js';
import { identify } from './access.js';
import { fieldReader, queryReader, type ReadFields } from './read-fields.js';
import { variablesOf, type Given, type Route, type RouteAnswer } from './route.js';

/** Answers a route's requests: first who asks, then what, then the route's own handler. */
export function restHandler(route: Route, callers: Callers): RestHandler {
  const names = variablesOf(route.path);
  const readParams = fieldReader(route.params);
  const readQuery = queryReader(route.query);
  const readHeaders = fieldReader(route.headers);
  const readBody = route.body && bodyReader(fieldReader(route.body));
  return async (request) => {
    const caller = await identify[route.access](callers, request);
    const input = {
      ...{ caller, request },
      params: readParams(Object.fromEntries(names.map((name, index) => [name, request.parameters[index]]))),
      query: readQuery(request.query),
      headers: readHeaders(request.headers),
      body: readBody ? await readBody(request) : {},
    };
    return httpAnswer(await route.handle(input));
  };
}

const bodyReader =
  (read: ReadFields) =>
  async (request: RestRequest): Promise<Given> => {
    const body = (await request.body()) ?? {};
    if (typeof body !== 'object' || Array.isArray(body))
      throw new Refused('invalid_frame', 'The body is a JSON object');
    return read(body as Given);
  };

function httpAnswer({ status, headers = {}, body }: RouteAnswer): HttpAnswer {
  const answer =
    body === undefined ? { status, headers: { 'Cache-Control': 'no-store' }, body: '' } : json(body, status);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
