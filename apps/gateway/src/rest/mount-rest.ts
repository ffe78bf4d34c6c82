import type { TemplatedApp } from 'uWebSockets.js';
import type { Callers } from '../auth/callers.js';
import { problem } from '../transport/http-answer.js';
import type { Sendable } from '../transport/cross-origin.js';
import type { httpRoute, RestHandler } from '../transport/http-route.js';
import { restHandler } from './rest-handler.js';
import { variablesOf, type Method, type Route } from './route.js';

export interface MountOptions {
  readonly callers: Callers;
  /** As the socket library takes it; `parameters`: how many variables the path has. */
  readonly serve: (handler: RestHandler, parameters: number) => ReturnType<typeof httpRoute>;
  /** The same for the question of a browser whether a page may send all that a path takes. */
  readonly preflight: (sendable: Sendable, parameters: number) => ReturnType<typeof httpRoute>;
}

const verbs = { get: 'get', post: 'post', put: 'put', patch: 'patch', delete: 'del' } as const;

/** Puts the routes on the public port. What a path does not take is answered with what it does. */
export function mountRest(app: TemplatedApp, routes: readonly Route[], options: MountOptions): void {
  const { callers, serve, preflight } = options;
  for (const [path, methods] of byPath(routes)) {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ':$1');
    const parameters = variablesOf(path).length;
    for (const route of methods.values())
      app[verbs[route.method]](pattern, serve(restHandler(route, callers), parameters));
    const reading = methods.get('get');
    const sendable = sendableTo([...methods.values()]);
    const refusal = serve(notAllowed(sendable), parameters);
    app.options(pattern, preflight(sendable, parameters));
    app.any(pattern, refusal);
    // Every other path that is read is taken for a file.
    if (!reading) app.get(pattern, refusal);
    app.head(pattern, reading ? serve(restHandler(reading, callers), parameters) : refusal);
  }
}

function byPath(routes: readonly Route[]): ReadonlyMap<string, ReadonlyMap<Method, Route>> {
  const paths = new Map<string, Map<Method, Route>>();
  for (const route of routes) {
    const methods = paths.get(route.path) ?? new Map<Method, Route>();
    paths.set(route.path, methods.set(route.method, route));
  }
  return paths;
}

/** Of every page; `Cache-Control` is what some send who want no cache. */
const COMMON_HEADERS = ['Authorization', 'Content-Type', 'Cache-Control'];

/** What the routes of one path take. Not in whose name a back end acts: pages have no API key. */
export function sendableTo(routes: readonly Route[]): Sendable {
  const methods = routes.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  const declared = new Set(routes.flatMap(({ headers }) => Object.keys(headers.properties)));
  return { methods, headers: [...COMMON_HEADERS, ...declared] };
}

function notAllowed({ methods }: Sendable): RestHandler {
  const refusal = problem('method_not_allowed');
  const answer = { ...refusal, headers: { ...refusal.headers, Allow: [...methods, 'OPTIONS'].join(', ') } };
  return () => answer;
}
