import type { TemplatedApp } from 'uWebSockets.js';
import type { httpRoute, RestHandler } from '../transport/http-route.js';
import { refusal } from './route.js';

/** As the port takes it. */
export interface MattermostCall {
  readonly method: 'get' | 'post' | 'put' | 'del';
  /** Below `/api/v4`, with variables as `:name`. */
  readonly path: string;
  readonly handler: RestHandler;
}

export type Serve = (handler: RestHandler, parameters?: number) => ReturnType<typeof httpRoute>;

const base = '/api/v4';

/** The calls that Mattermost's clients need besides their socket. */
export function mountMattermost(app: TemplatedApp, calls: readonly MattermostCall[], serve: Serve): void {
  for (const { method, path, handler } of calls) app[method](base + path, serve(handler, path.split('/:').length - 1));
  const unknown = serve(() => refusal('not_found'));
  app.any(`${base}/*`, unknown);
  // Every other path that is read is taken for a file.
  app.get(`${base}/*`, unknown);
  app.head(`${base}/*`, unknown);
}
