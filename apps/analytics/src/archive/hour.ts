/** Hours since 1970, in UTC. */
export type Hour = number;

const HOUR_MS = 3_600_000;

/** @param ms since 1970 */
export const hourOf = (ms: number): Hour => Math.floor(ms / HOUR_MS);

/** In milliseconds since 1970. */
export const endOf = (hour: Hour): number => (hour + 1) * HOUR_MS;

/** RFC 3339: when it begins. */
export const beginOf = (hour: Hour): string => new Date(hour * HOUR_MS).toISOString();

const pathOf = (hour: Hour): string => {
  const begin = beginOf(hour);
  return `date=${begin.slice(0, 10)}/hour=${begin.slice(11, 13)}`;
};

/** In folders as those who query such stores expect them. */
export const eventsKey = (hour: Hour, partition: number): string =>
  `events/${pathOf(hour)}/partition=${partition}.ndjson.gz`;

/** By partition first, so that those of one are listed together, and not among the events, where all objects are read alike. */
export const manifestKey = (hour: Hour, partition: number): string =>
  `${manifestFolder(partition)}${pathOf(hour)}.json`;

export const manifestFolder = (partition: number): string => `manifests/partition=${partition}/`;
export const manifestsFolder = 'manifests/';

/** Undefined: it is no key of a manifest. */
export function hourOfManifest(key: string): Hour | undefined {
  const [, date, hour] = /^manifests\/partition=\d+\/date=(\d{4}-\d{2}-\d{2})\/hour=(\d{2})\.json$/.exec(key) ?? [];
  const begin = date === undefined ? NaN : Date.parse(`${date}T${hour}:00:00Z`);
  return Number.isNaN(begin) ? undefined : hourOf(begin);
}
