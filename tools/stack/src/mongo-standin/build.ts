import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Place } from '../nats-server/installer.js';
import { onPath } from '../nats-server/programs.js';
import { runCommand } from '../nats-server/run-command.js';

const VERSION = '1.47.0';

const dependency = (artifact: string): string =>
  `<dependency><groupId>de.bwaldvogel</groupId><artifactId>${artifact}</artifactId><version>${VERSION}</version></dependency>`;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>noroshi</groupId>
  <artifactId>mongo-standin</artifactId>
  <version>1</version>
  <dependencies>
    ${dependency('mongo-java-server')}
    ${dependency('mongo-java-server-h2-backend')}
  </dependencies>
</project>
`;

export interface BuildOptions {
  readonly source: string;
  /** Gets `jars` and `classes`: both or none. */
  readonly folder: string;
  readonly env: Place['env'];
}

/** @throws Error when there is no Maven or no compiler, or one of them fails */
export async function build({ source, folder, env }: BuildOptions): Promise<void> {
  const maven = onPath('mvn', env);
  if (!maven) throw new Error('there is no mvn on PATH');
  const javac = onPath('javac', env);
  if (!javac) throw new Error('there is no javac on PATH');
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(join(dirname(folder), '.mongo-standin-'));
  try {
    const [pom, jars, built] = [join(draft, 'pom.xml'), join(draft, 'built', 'jars'), join(draft, 'built')];
    await writeFile(pom, POM);
    const what = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${jars}`];
    await runCommand(maven, ['--batch-mode', '--quiet', '--file', pom, ...what], { env, timeoutMs: 900_000 });
    await runCommand(javac, ['-cp', join(jars, '*'), '-d', join(built, 'classes'), source], { env });
    await place(built, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Another start may have been quicker: then what it has built is as good. */
async function place(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
