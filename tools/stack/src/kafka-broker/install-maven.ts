import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { copyWithMaven, mavenOf, place } from '../maven.js';
import type { Place } from '../nats-server/installer.js';

export const KAFKA_VERSION = '4.3.1';

const artifacts = [{ group: 'org.apache.kafka', name: 'kafka_2.13', version: KAFKA_VERSION }];

/**
 * Puts the jars of a broker, and all that they need, into a folder: all of them or none.
 * @throws Error when there is no Maven, or it fails
 */
export async function fetchWithMaven(jars: string, env: Place['env']): Promise<void> {
  mavenOf(env);
  await mkdir(dirname(jars), { recursive: true });
  const draft = await mkdtemp(join(dirname(jars), '.kafka-'));
  try {
    const copied = join(draft, 'jars');
    await copyWithMaven({ artifacts, jars: copied, draft, env });
    await place(copied, jars);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
