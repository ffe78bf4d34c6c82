import { join } from 'node:path';

import type { Settings } from '@noroshi/settings';

import type { BackingServer } from './backing-server.js';
import { findKafka } from './kafka-broker/find.js';
import { KafkaProcess } from './kafka-broker/process.js';
import { findMongoStandin } from './mongo-standin/find.js';
import { MongoStandinProcess } from './mongo-standin/process.js';

export interface FullStackOptions {
  readonly settings: Settings;
  /** Where fetched tools are kept. */
  readonly toolsDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

/** What `npm run start:full` runs besides: whatever the settings name no server for. @throws StartFailed */
export async function backingServers(options: FullStackOptions): Promise<BackingServer[]> {
  const { mongoUrl, kafkaBrokers } = options.settings;
  return [
    ...(mongoUrl === undefined ? [await mongoOf(options)] : []),
    ...(kafkaBrokers === undefined ? [await kafkaOf(options)] : []),
  ];
}

async function mongoOf(options: FullStackOptions): Promise<BackingServer> {
  const standin = await findMongoStandin(options);
  options.say(
    'MONGO_URL is not given: a STAND-IN takes the place of MongoDB (mongo-java-server, for development). It keeps its data, ' +
      'but it is slow, has no text search and removes no message by its age.',
  );
  const server = new MongoStandinProcess({ standin, ...filesOf('mongo', options) });
  return {
    name: 'mongo',
    launch: () => server.launch(),
    answers: (gone) => server.answers(gone),
    get env() {
      return { MONGO_URL: server.url };
    },
  };
}

async function kafkaOf(options: FullStackOptions): Promise<BackingServer> {
  const programs = await findKafka(options);
  options.say('KAFKA_BROKERS is not given: one broker of Apache Kafka runs here, for development.');
  const server = new KafkaProcess({ programs, ...filesOf('kafka', options) });
  return {
    name: 'kafka',
    launch: () => server.launch(),
    answers: (gone) => server.answers(gone),
    get env() {
      return { KAFKA_BROKERS: server.brokers };
    },
  };
}

const filesOf = (name: BackingServer['name'], { settings: { dataDir, port } }: FullStackOptions) => ({
  // Not the name alone: fetched tools may be in the same folder.
  storeDir: join(dataDir, `${name}-data`),
  logFile: join(dataDir, 'logs', `${name}.log`),
  takenPort: port,
});
