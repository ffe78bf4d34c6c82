import { httpUrl, plainText, secret, wholeNumber } from './parsers.js';
import type { SettingOf } from './setting.js';

type Key = 'routes' | 'connectHook' | 'connectHookSecret' | 'connectHookTime';

/** Which other systems are told what happens, or asked whether it may. */
export const hookSettings: { readonly [K in Key]: SettingOf<K> } = {
  routes: {
    name: 'NOROSHI_ROUTES',
    parse: plainText,
    defaultShown: 'none',
    unit: 'path of a JSON file',
    meaning: 'which events are told to which webhooks, NATS subjects and Kafka topics (routing.md)',
  },
  connectHook: {
    name: 'NOROSHI_CONNECT_HOOK',
    parse: httpUrl,
    defaultShown: 'none',
    meaning: 'is asked before anybody is let in: 2xx yes, 401 or 403 no (routing.md)',
  },
  connectHookSecret: {
    name: 'NOROSHI_CONNECT_HOOK_SECRET',
    parse: secret,
    defaultShown: 'none; required with the hook',
    meaning: 'key of the signature of what the hook is asked',
    fromFile: true,
  },
  connectHookTime: {
    name: 'NOROSHI_CONNECT_HOOK_TIME',
    parse: wholeNumber({ min: 50, max: 29_000 }),
    default: 2000,
    unit: 'milliseconds',
    meaning: 'a hook that has not answered by then has said nothing: 503',
  },
};
