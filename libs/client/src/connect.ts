import type { Client, ClientOptions } from './api/client.js';
import { createClient } from './client/tab-client.js';
import { createCore } from './core/core.js';
import type { ToCore, ToTab } from './core/messages.js';
import { coreOptionsOf, urlOf } from './defaults.js';
import type { Port } from './ports/port.js';
import { portPair } from './ports/port-pair.js';

/**
 * A client of the server. Nothing is opened and nothing of the platform is touched before something is asked of it: a room
 * joined, a message sent, a value subscribed to; so it may be made while a page is rendered on a server.
 */
export const connect = (options: ClientOptions = {}): Client =>
  createClient(() => ownCore(options), {
    ...(options.token !== undefined && { token: options.token }),
    url: () => urlOf(options),
  });

/** A core of this client alone, in the same thread. */
function ownCore(options: ClientOptions): Port<ToTab, ToCore> {
  const [tab, core] = portPair<ToTab, ToCore>();
  createCore(coreOptionsOf(options)).attach(core);
  return tab;
}
