import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Place } from '../nats-server/installer.js';
import { StartFailed } from '../start-failed.js';
import { findJava } from './java.js';
import { fetchWithMaven, KAFKA_VERSION } from './install-maven.js';

/** What it takes to run a broker. */
export interface KafkaPrograms {
  readonly java: string;
  /** A folder of jars. */
  readonly jars: string;
}

export interface FindKafkaOptions {
  /** Where fetched tools are kept, for all data folders of a repository. */
  readonly toolsDir: string;
  readonly env: Place['env'];
  readonly say: (line: string) => void;
}

/**
 * The jars of KAFKA_CLASSPATH, else those that were fetched before, else Apache Kafka from Maven Central; says which.
 *
 * @throws StartFailed when there are none to be had, or no Java to run them
 */
export async function findKafka({ toolsDir, env, say }: FindKafkaOptions): Promise<KafkaPrograms> {
  const java = await findJava(env);
  if ('problem' in java) throw notToBeHad(java.problem);
  const fetched = join(toolsDir, 'kafka');
  const jars = [env['KAFKA_CLASSPATH'] ?? '', fetched].find(holdsKafka);
  if (jars !== undefined) {
    say(`Kafka from ${jars}`);
    return { java: java.path, jars };
  }
  say(`fetching Apache Kafka ${KAFKA_VERSION} with Maven ...`);
  try {
    await fetchWithMaven(fetched, env);
  } catch (error) {
    throw notToBeHad((error as Error).message);
  }
  return { java: java.path, jars: fetched };
}

export const holdsKafka = (folder: string): boolean =>
  folder !== '' && existsSync(folder) && readdirSync(folder).some((file) => /^kafka_.*\.jar$/.test(file));

const notToBeHad = (problem: string): StartFailed =>
  new StartFailed(
    'No Kafka is to be had here: install Java 17 or newer and Maven, or name a folder with the jars of Kafka in ' +
      'KAFKA_CLASSPATH, or set KAFKA_BROKERS to brokers that run.',
    problem.split('\n').slice(0, 4),
  );
