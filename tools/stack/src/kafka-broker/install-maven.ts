import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Place } from '../nats-server/installer.js';
import { onPath } from '../nats-server/programs.js';
import { runCommand } from '../nats-server/run-command.js';

export const KAFKA_VERSION = '4.3.1';

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>noroshi</groupId>
  <artifactId>kafka-broker</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${KAFKA_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

/**
 * Puts the jars of a broker, and all that they need, into a folder: all of them or none.
 * @throws Error when there is no Maven, or it fails
 */
export async function fetchWithMaven(jars: string, env: Place['env']): Promise<void> {
  const maven = onPath('mvn', env);
  if (!maven) throw new Error('there is no mvn on PATH');
  await mkdir(dirname(jars), { recursive: true });
  const draft = await mkdtemp(join(dirname(jars), '.kafka-'));
  try {
    const pom = join(draft, 'pom.xml');
    await writeFile(pom, POM);
    const copied = join(draft, 'jars');
    const what = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${copied}`];
    await runCommand(maven, ['--batch-mode', '--quiet', '--file', pom, ...what], { env, timeoutMs: 900_000 });
    await place(copied, jars);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Another start may have been quicker: then its jars are as good. */
async function place(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
