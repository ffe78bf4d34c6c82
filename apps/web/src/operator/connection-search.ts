import type { HeldConnection } from './operator-api.js';

/** Every word is somewhere in what is shown of a connection. */
export function matchesSearch(connection: HeldConnection, search: string): boolean {
  const { connectionId, userId, username, gateway, userAgent, address, rooms } = connection;
  const all = [connectionId, userId, username, gateway, userAgent, address, ...rooms].join('\n').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

const browsers = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'] as const;
const called: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera' };

/** What a person calls the client; of one that nobody knows the first word of what it says of itself. */
export function clientName(userAgent: string): string {
  const known = browsers.find((name) => userAgent.includes(`${name}/`));
  if (known === undefined) return userAgent.split(/[\s/]/)[0] ?? '';
  const version = new RegExp(`${known === 'Safari' ? 'Version' : known}/(\\d+)`).exec(userAgent)?.[1] ?? '';
  return `${called[known] ?? known} ${version}`.trim();
}
