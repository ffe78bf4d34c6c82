import type { Tracing } from '@noroshi/telemetry';
import type { Route } from '../rest/route.js';

/** Each request that changes something begins a trace, whatever the client says of traces: it could ask for all of them. */
export const tracedRoutes = (routes: readonly Route[], tracing: Tracing): readonly Route[] =>
  routes.map((route) => {
    const { method, path, handle } = route;
    if (method === 'get') return route;
    const step = { name: `${method.toUpperCase()} ${path}`, kind: 'server' } as const;
    return { ...route, handle: (input) => tracing.begin(step, () => handle(input)) };
  });
