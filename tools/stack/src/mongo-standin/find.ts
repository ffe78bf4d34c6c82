import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Place } from '../nats-server/installer.js';
import { onPath } from '../nats-server/programs.js';
import { StartFailed } from '../start-failed.js';
import { build } from './build.js';

export interface MongoStandin {
  readonly java: string;
  /** As Java takes it. */
  readonly classPath: string;
}

export interface FindMongoStandinOptions {
  /** Where fetched tools are kept, for all data folders of a repository. */
  readonly toolsDir: string;
  readonly env: Place['env'];
  readonly say: (line: string) => void;
}

/** The same file for what runs from `dist` and from `src`. */
const source = fileURLToPath(new URL('../../src/mongo-standin/MongoStandin.java', import.meta.url));

/**
 * What takes the place of MongoDB on a machine for development: the class path in MONGO_STANDIN, else what was built before,
 * else mongo-java-server from Maven Central with a launcher of ours. Says which.
 *
 * @throws StartFailed when it is not to be had
 */
export async function findMongoStandin({ toolsDir, env, say }: FindMongoStandinOptions): Promise<MongoStandin> {
  const java = onPath('java', env);
  if (!java) throw notToBeHad('there is no java on PATH');
  const given = env['MONGO_STANDIN'];
  if (given) return { java, classPath: given };
  const text = readFileSync(source);
  const folder = join(toolsDir, `mongo-standin-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`);
  if (!existsSync(folder)) {
    say('fetching a stand-in for MongoDB (mongo-java-server) with Maven ...');
    await build({ source, folder, env }).catch((error: unknown) => {
      throw notToBeHad((error as Error).message);
    });
  }
  say(`the stand-in for MongoDB is in ${folder}`);
  return { java, classPath: [join(folder, 'jars', '*'), join(folder, 'classes')].join(delimiter) };
}

const notToBeHad = (problem: string): StartFailed =>
  new StartFailed(
    'No MongoDB is to be had here: set MONGO_URL to one that runs, or install Java (a JDK, 17 or newer) and Maven for a stand-in.',
    problem.split('\n').slice(0, 4),
  );
