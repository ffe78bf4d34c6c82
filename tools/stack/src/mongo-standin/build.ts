import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { copyWithMaven, mavenOf, place } from '../maven.js';
import type { Place } from '../nats-server/installer.js';
import { onPath } from '../nats-server/programs.js';
import { runCommand } from '../nats-server/run-command.js';

const artifacts = ['mongo-java-server', 'mongo-java-server-h2-backend'].map((name) => ({
  ...{ group: 'de.bwaldvogel', name, version: '1.47.0' },
}));

export interface BuildOptions {
  readonly source: string;
  /** Gets `jars` and `classes`: both or none. */
  readonly folder: string;
  readonly env: Place['env'];
}

/** @throws Error when there is no Maven or no compiler, or one of them fails */
export async function build({ source, folder, env }: BuildOptions): Promise<void> {
  mavenOf(env);
  const javac = onPath('javac', env);
  if (!javac) throw new Error('there is no javac on PATH');
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(join(dirname(folder), '.mongo-standin-'));
  try {
    const [jars, built] = [join(draft, 'built', 'jars'), join(draft, 'built')];
    await copyWithMaven({ artifacts, jars, draft, env });
    await runCommand(javac, ['-cp', join(jars, '*'), '-d', join(built, 'classes'), source], { env });
    await place(built, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
