import { plainText } from './parsers.js';
import type { SettingOf } from './setting.js';

/** What the dashboard is told of. */
export const analyticsSettings: { readonly [K in 'alertRules']: SettingOf<K> } = {
  alertRules: {
    name: 'NOROSHI_ALERT_RULES',
    parse: plainText,
    defaultShown: 'the rules of docs/dashboard.md',
    unit: 'JSON file',
    meaning: 'when an alert fires and is resolved, read at start by `analytics-metrics`',
  },
};
