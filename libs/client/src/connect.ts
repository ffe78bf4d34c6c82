import type { Client, ClientOptions } from './api/client.js';
import { createClient } from './client/tab-client.js';
import { Tokens } from './client/tokens.js';
import { coreOpener } from './sharing/opener.js';
import { urlOf } from './url-of.js';

/**
 * A client of the server. Nothing is opened and nothing of the platform is touched before something is asked of it: a room
 * joined, a message sent, a value subscribed to; so it may be made while a page is rendered on a server.
 */
export const connect = (options: ClientOptions = {}): Client => {
  const tokens = new Tokens(options.token);
  const url = () => urlOf(options);
  // Of all tabs of a browser one needs it.
  const createCore = async () => (await import('./defaults.js')).coreOf(options);
  return createClient({ ...coreOpener({ options, createCore, url, tokens }), tokens, url });
};
