import { wholeNumber } from './parsers.js';
import type { SettingOf } from './setting.js';

/** Who looks after the processes. */
export const operationsSettings: { readonly [K in 'opsPort']: SettingOf<K> } = {
  opsPort: {
    name: 'NOROSHI_OPS_PORT',
    parse: wholeNumber({ min: 1, max: 65_535 }),
    meaning:
      'port of `/healthz`, `/readyz` and `/metrics` of each service, on all addresses and open to whoever reaches it; not for `npm start`',
  },
};
