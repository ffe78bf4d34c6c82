import { isIP } from 'node:net';
import type { ApiKeyPair } from './settings.js';

/** Gives the value, or throws a Refused whose message completes "NAME …". */
export type Parser<T> = (text: string) => T;

/** The text is not a value of this setting. A message about a secret or a URL with a password must not repeat it. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

const check = (holds: boolean, complaint: string): void => {
  if (!holds) throw new Refused(complaint);
};

const named = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

export const wholeNumber =
  ({ min, max }: { min: number; max: number }): Parser<number> =>
  (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    check(value >= min && value <= max, `must be a whole number from ${min} to ${max}, not ${named(text)}`);
    return value;
  };

export const flag: Parser<boolean> = (text) => {
  check(['true', 'false', '1', '0'].includes(text), `must be true or false, not ${named(text)}`);
  return text === 'true' || text === '1';
};

export const oneOf =
  <T extends string>(...values: readonly T[]): Parser<T> =>
  (text) => {
    const value = values.find((known) => known === text);
    if (value === undefined) throw new Refused(`must be one of ${values.join(', ')}, not ${named(text)}`);
    return value;
  };

export const plainText: Parser<string> = (text) => text;

export const hostName: Parser<string> = (text) => {
  const isName = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) && !/^[\d.]+$/.test(text);
  check(isName || isIP(text) > 0, `must be an IP address or a host name, not ${named(text)}`);
  return text;
};

export const secret: Parser<string> = (text) => {
  const bytes = Buffer.byteLength(text, 'utf8');
  check(bytes >= 32, `must be 32 bytes of UTF-8 or more, not ${bytes}`);
  return text;
};

export const httpUrl: Parser<string> = (text) => {
  check(/^https?:$/.test(parseUrl(text)?.protocol ?? ''), `must be an http or https URL, not ${named(text)}`);
  return text;
};

export const natsUrls: Parser<string> = (text) => {
  const servers = items(text);
  const areUrls =
    servers.length > 0 && servers.every((server) => /^(nats|tls):$/.test(parseUrl(server)?.protocol ?? ''));
  // Not repeated in the complaint: such a URL may carry a password.
  check(areUrls, 'must be a nats:// or tls:// URL, or several with commas between');
  return servers.join(',');
};

export const brokers: Parser<readonly string[]> = (text) => {
  const given = items(text);
  const wrong = given.find((broker) => !/^[\w.-]+:\d{1,5}$|^\[[\da-f:]+\]:\d{1,5}$/i.test(broker));
  check(given.length > 0, 'must name at least one broker');
  check(wrong === undefined, `must be brokers such as kafka:9092 with commas between, not ${named(wrong ?? '')}`);
  return [...new Set(given)];
};

export const apiKeys: Parser<readonly ApiKeyPair[]> = (text) => {
  const keys = items(text).map((item) => {
    const [, id = '', secret = ''] = /^([\w.-]{1,128}):(\S+)$/.exec(item) ?? [];
    return { id, secret };
  });
  // Not repeated in the complaint: it is a secret.
  check(
    keys.every(({ id }) => id !== ''),
    'must be id:secret, or several with commas between',
  );
  check(new Set(keys.map(({ id }) => id)).size === keys.length, 'must name each id once');
  return keys;
};

export const paths: Parser<readonly string[]> = (text) => {
  const given = items(text);
  const wrong = given.find((path) => !/^(\/[^\s/?#]+)+$/.test(path));
  check(given.length > 0, 'must name at least one path');
  check(wrong === undefined, `must be paths such as /ws with commas between, not ${named(wrong ?? '')}`);
  return [...new Set(given)];
};

export const origins: Parser<readonly string[]> = (text) => {
  const given = items(text);
  const wrong = given.find((origin) => origin !== '*' && parseUrl(origin)?.origin !== origin);
  check(
    wrong === undefined,
    `must be origins such as https://chat.example.com with commas between, not ${named(wrong ?? '')}`,
  );
  return [...new Set(given)];
};

/** Addresses, and networks by their first address and the bits that are fixed. */
export const networks: Parser<readonly string[]> = (text) => {
  const given = items(text);
  const wrong = given.find((network) => !isNetwork(network));
  check(
    wrong === undefined,
    `must be addresses and networks such as 10.0.0.0/8 with commas between, not ${named(wrong ?? '')}`,
  );
  return [...new Set(given)];
};

function isNetwork(text: string): boolean {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return Number(prefix ?? 0) <= bits;
}

const items = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const parseUrl = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);
