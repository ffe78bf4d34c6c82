import { mattermostDescription, mattermostDialect } from '@noroshi/protocol';
import type { TemplatedApp } from 'uWebSockets.js';
import { socketRoute, type SocketRouteOptions } from '../transport/socket-route.js';

/** As much as a Mattermost server reads: what is longer is sent over HTTP. */
const MAX_REQUEST_BYTES = 8192;

/** Its clients may end the address with a slash. */
const mattermostPaths: readonly string[] = mattermostDescription.paths.flatMap((path) => [path, `${path}/`]);

export function mountMattermostSocket(
  app: TemplatedApp,
  options: Omit<SocketRouteOptions, 'dialect' | 'credentials'>,
): void {
  const route: SocketRouteOptions = {
    ...options,
    dialect: mattermostDialect,
    credentials: { inAddress: false, cookie: 'MMAUTHTOKEN' },
    maxFrameBytes: Math.min(options.maxFrameBytes, MAX_REQUEST_BYTES),
  };
  for (const path of mattermostPaths) app.ws(path, socketRoute(route));
}
