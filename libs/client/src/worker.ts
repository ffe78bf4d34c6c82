import { coreOf } from './defaults.js';
import { hostTabs } from './sharing/worker-host.js';

/*
 * The script of a SharedWorker that holds the connection of all tabs: `connect({ share: { worker: url } })`, where `url` is of this module, as
 * the page or its bundler serves it.
 */
hostTabs(globalThis, ({ url, transports }) => coreOf({ url, ...(transports && { transports }) }));
