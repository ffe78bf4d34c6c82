import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Place } from './nats-server/installer.js';
import { onPath } from './nats-server/programs.js';
import { runCommand } from './nats-server/run-command.js';

export interface Artifact {
  readonly group: string;
  readonly name: string;
  readonly version: string;
}

export interface MavenOptions {
  readonly artifacts: readonly Artifact[];
  /** Made; gets the jars, and all that they need to run. */
  readonly jars: string;
  /** Where there is room for Maven's own file. */
  readonly draft: string;
  readonly env: Place['env'];
}

/** Minutes of downloads, on a slow line. */
const TIMEOUT_MS = 900_000;

const dependency = ({ group, name, version }: Artifact): string =>
  `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`;

const pomOf = (artifacts: readonly Artifact[]): string => `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>noroshi</groupId>
  <artifactId>server</artifactId>
  <version>1</version>
  <dependencies>
    ${artifacts.map(dependency).join('\n    ')}
  </dependencies>
</project>
`;

/** @throws Error when there is none */
export function mavenOf(env: Place['env']): string {
  const maven = onPath('mvn', env);
  if (!maven) throw new Error('there is no mvn on PATH');
  return maven;
}

/** @throws Error when there is no Maven, or it fails */
export async function copyWithMaven({ artifacts, jars, draft, env }: MavenOptions): Promise<void> {
  const maven = mavenOf(env);
  const pom = join(draft, 'pom.xml');
  await writeFile(pom, pomOf(artifacts));
  const what = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${jars}`];
  await runCommand(maven, ['--batch-mode', '--quiet', '--file', pom, ...what], { env, timeoutMs: TIMEOUT_MS });
}

/** Another start may have been quicker: then what it has put there is as good. */
export async function place(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
