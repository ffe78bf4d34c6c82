import { randomBytes } from 'node:crypto';
import { createLogger } from '@noroshi/telemetry';
import { startMongo, type MongoServer } from '@noroshi/testing';
import { connectMongo, type Mongo } from '../connect.js';

export interface UsedMongo {
  readonly server: MongoServer;
  readonly mongo: Mongo;
  /** A name that no other test has used. */
  fresh(): string;
}

/** One server and one database for the specs of a file, removed after them. Call within `describe`. */
export function useMongo(): UsedMongo {
  let used: { readonly server: MongoServer; readonly mongo: Mongo } | undefined;
  let names = 0;
  beforeAll(async () => {
    const server = await startMongo();
    used = { server, mongo: connectTo(databaseOf(server.url)) };
  });
  afterAll(async () => {
    if (!used) return;
    const { mongo, server } = used;
    await mongo.reach(() => mongo.db.dropDatabase());
    await mongo.close();
    await server.stop();
  });
  const there = () => {
    if (!used) throw new Error('MongoDB is used before the tests began');
    return used;
  };
  return {
    get server() {
      return there().server;
    },
    get mongo() {
      return there().mongo;
    },
    fresh: () => `fresh_${(names += 1)}`,
  };
}

export const connectTo = (url: string): Mongo =>
  connectMongo({ url, name: 'tests', log: createLogger({ name: 'mongo', level: 'silent' }) });

/** With a database of this run's own, whatever the address names. */
function databaseOf(url: string): string {
  const [, server = url, options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)[^?]*(\?.*)?$/.exec(url) ?? [];
  return `${server}/noroshi_test_${randomBytes(6).toString('hex')}${options}`;
}
