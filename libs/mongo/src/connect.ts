import type { Logger, Tracing } from '@noroshi/telemetry';
import { MongoClient, type Db, type TopologyDescriptionChangedEvent } from 'mongodb';
import { asOutage, MongoUnavailable } from './mongo-unavailable.js';

export interface MongoOptions {
  /** `mongodb://…` or `mongodb+srv://…`; the database in it, else `noroshi`. */
  readonly url: string;
  /** Shown in the server's own log. */
  readonly name: string;
  readonly log: Pick<Logger, 'warn' | 'info'>;
  readonly tracing?: Pick<Tracing, 'step'> | undefined;
}

export interface Mongo {
  /** Of the database that holds everything of ours. */
  readonly db: Db;
  /** Does it, once there is a connection. @throws MongoUnavailable instead of whatever the driver calls an outage */
  reach<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Nobody waits longer than that for a server that is not there; whoever asks is told so, and a writer tries again. */
const PATIENCE_MS = 2_000;
/** A batch on a server that is busy. */
const SLOWEST_MS = 20_000;
const DEFAULT_DATABASE = 'noroshi';

/** The driver's own instrumentation would have to be loaded before the driver, traced or not. */
const step = { name: 'mongodb', kind: 'client', attributes: { 'db.system.name': 'mongodb' } } as const;

/**
 * Gives at once what connects by itself when it is used, and again after each outage.
 *
 * What is acknowledged is on the disks of a majority: it survives the loss of one server.
 */
export function connectMongo({ url, name, log, tracing }: MongoOptions): Mongo {
  const client = new MongoClient(url, {
    appName: `noroshi-${name}`,
    serverSelectionTimeoutMS: PATIENCE_MS,
    connectTimeoutMS: PATIENCE_MS,
    heartbeatFrequencyMS: PATIENCE_MS,
    socketTimeoutMS: SLOWEST_MS,
    ignoreUndefined: true,
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: SLOWEST_MS },
  });
  const presence = watch(client, log);
  let connecting: Promise<unknown> | undefined;
  let isClosed = false;
  // A client whose first connection fails never connects by itself.
  const connected = (): Promise<unknown> => {
    connecting ??= client.connect().catch((cause: unknown) => {
      connecting = undefined;
      throw cause;
    });
    return connecting;
  };
  return {
    db: client.db(databaseIn(url)),
    reach: async (work) => {
      if (isClosed) throw new MongoUnavailable('the connection to MongoDB is closed');
      try {
        await connected();
        // Nobody needs to wait to be told so: the driver goes on looking for it.
        if (presence.isAway) throw new MongoUnavailable('MongoDB does not answer');
        return await (tracing ? tracing.step(step, work) : work());
      } catch (cause) {
        throw asOutage(cause);
      }
    },
    close: async () => {
      isClosed = true;
      presence.end();
      await client.close();
    },
  };
}

const databaseIn = (url: string): string => /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(url)?.[1] ?? DEFAULT_DATABASE;

/** Whether the server is away that was there before: told once when it goes, and once when it is back. */
function watch(client: MongoClient, log: MongoOptions['log']): { readonly isAway: boolean; end(): void } {
  const presence = { isAway: false, end: () => void client.off('topologyDescriptionChanged', onChange) };
  let wasThere = false;
  function onChange({ newDescription }: TopologyDescriptionChangedEvent): void {
    const isThere = [...newDescription.servers.values()].some(({ isWritable }) => isWritable);
    wasThere ||= isThere;
    const isAway = wasThere && !isThere;
    if (isAway && !presence.isAway) log.warn('MongoDB does not answer');
    if (!isAway && presence.isAway) log.info('MongoDB answers again');
    presence.isAway = isAway;
  }
  client.on('topologyDescriptionChanged', onChange);
  return presence;
}
