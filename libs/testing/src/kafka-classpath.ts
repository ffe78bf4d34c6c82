import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const provisioned = fileURLToPath(new URL('../../../.noroshi/kafka', import.meta.url));

/** What it takes to run a Kafka broker here. */
export interface KafkaPrograms {
  /** A folder of jars. */
  readonly jars: string;
  readonly java: string;
}

/**
 * Kafka for tests: the jars of KAFKA_CLASSPATH, else those that `npm test` has put into `.noroshi/kafka`, and a Java to run
 * them. Where either is missing, why; the specs that need a broker are skipped then, and say so.
 */
export function kafkaPrograms(env: NodeJS.ProcessEnv = process.env): KafkaPrograms | { readonly problem: string } {
  const jars = env['KAFKA_CLASSPATH'] || provisioned;
  if (!holdsKafka(jars)) return { problem: env['KAFKA_TESTS_SKIPPED'] ?? `there are no jars of Kafka in ${jars}` };
  const java = javaOf(env);
  return java === undefined ? { problem: 'there is no java on PATH or in JAVA_HOME' } : { jars, java };
}

const holdsKafka = (folder: string): boolean =>
  existsSync(folder) && readdirSync(folder).some((file) => /^kafka_.*\.jar$/.test(file));

function javaOf(env: NodeJS.ProcessEnv): string | undefined {
  const home = env['JAVA_HOME'] ? [join(env['JAVA_HOME'], 'bin')] : [];
  const folders = [...home, ...(env['PATH'] ?? '').split(delimiter).filter(Boolean)];
  return folders.map((folder) => join(folder, 'java')).find((file) => existsSync(file));
}
