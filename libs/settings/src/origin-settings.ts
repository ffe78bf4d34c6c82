import { networks, origins } from './parsers.js';
import type { SettingOf } from './setting.js';

type Key = 'allowedOrigins' | 'trustedProxies';

/** Whose word counts on where a request comes from. */
export const originSettings: { readonly [K in Key]: SettingOf<K> } = {
  allowedOrigins: {
    name: 'NOROSHI_ALLOWED_ORIGINS',
    parse: origins,
    default: [],
    defaultShown: 'same origin',
    meaning: 'origins whose pages may connect, exactly; `*` (any) only outside production',
  },
  trustedProxies: {
    name: 'NOROSHI_TRUSTED_PROXIES',
    parse: networks,
    default: [],
    defaultShown: 'none',
    unit: 'addresses and networks, comma separated',
    meaning: 'proxies whose `X-Forwarded-For` is believed; of anybody else it is not looked at',
  },
};
