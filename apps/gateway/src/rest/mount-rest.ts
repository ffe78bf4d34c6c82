import type { TemplatedApp } from 'uWebSockets.js';
import type { Callers } from '../auth/callers.js';
import { problem } from '../transport/http-answer.js';
import type { httpRoute, RestHandler } from '../transport/http-route.js';
import { restHandler } from './rest-handler.js';
import { variablesOf, type Method, type Route } from './route.js';

export interface MountOptions {
  readonly callers: Callers;
  /** As the socket library takes it; `parameters`: how many variables the path has. */
  readonly serve: (handler: RestHandler, parameters: number) => ReturnType<typeof httpRoute>;
}

const verbs = { get: 'get', post: 'post', put: 'put', patch: 'patch', delete: 'del' } as const;

/** Puts the routes on the public port. What a path does not take is answered with what it does. */
export function mountRest(app: TemplatedApp, routes: readonly Route[], { callers, serve }: MountOptions): void {
  for (const [path, methods] of byPath(routes)) {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ':$1');
    const parameters = variablesOf(path).length;
    for (const route of methods.values())
      app[verbs[route.method]](pattern, serve(restHandler(route, callers), parameters));
    const reading = methods.get('get');
    const refusal = serve(notAllowed([...methods.keys()]), parameters);
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

function notAllowed(methods: readonly Method[]): RestHandler {
  const names = methods.flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  const refusal = problem('method_not_allowed');
  const answer = { ...refusal, headers: { ...refusal.headers, Allow: names.join(', ') } };
  return () => answer;
}
