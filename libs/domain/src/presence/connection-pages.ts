import type { ConnectionPage, ConnectionQuery, LiveConnection } from './presence-registry.js';

/** How much more than a page is gathered before the surplus is thrown away: sorting everything at once would be slow. */
const GATHER = 8;

/** One page of those candidates that the query wants, each connection once: as the latest run knows it. */
export function pageOf(candidates: Iterable<LiveConnection>, query: ConnectionQuery): ConnectionPage {
  const size = query.limit + 1;
  let gathered = new Map<string, LiveConnection>();
  for (const candidate of candidates) {
    const { connectionId } = candidate.connection;
    if (!matches(candidate, query) || isOlder(candidate, gathered.get(connectionId))) continue;
    gathered.set(connectionId, candidate);
    if (gathered.size >= size * GATHER) gathered = new Map(first(gathered, size));
  }
  const found = first(gathered, size).map(([, live]) => live);
  return { items: found.slice(0, query.limit), more: found.length > query.limit };
}

const first = (gathered: ReadonlyMap<string, LiveConnection>, size: number) =>
  [...gathered].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, size);

const isOlder = (one: LiveConnection, other: LiveConnection | undefined): boolean =>
  other !== undefined && one.run.epoch < other.run.epoch;

function matches({ connection, run, rooms }: LiveConnection, query: ConnectionQuery): boolean {
  const { after = '', userId, roomId, gateway } = query;
  return (
    connection.connectionId > after &&
    (userId === undefined || connection.user.id === userId) &&
    (roomId === undefined || rooms.has(roomId)) &&
    (gateway === undefined || run.gateway === gateway)
  );
}
