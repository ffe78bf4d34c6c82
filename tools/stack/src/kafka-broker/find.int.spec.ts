import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findKafka } from './find.js';

let folder: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'noroshi-find-kafka-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const find = (env: Record<string, string>) =>
  findKafka({ toolsDir: join(folder, 'tools'), env, say: (line) => said.push(line) });

/** A program of the folder `bin`, for PATH. */
const program = (name: string, script: string): string => {
  const file = join(folder, 'bin', name);
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
};
const java = (version: string) => program('java', `echo "openjdk ${version} 2026-01-01"`);
const jars = (...path: string[]): string => {
  const place = join(folder, ...path);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'kafka_2.13-4.3.1.jar'), '');
  return place;
};

/** Writes a jar to where it is told to, as Maven does. */
const MAVEN = `for arg in "$@"; do case "$arg" in -DoutputDirectory=*) to="\${arg#*=}" ;; esac; done
/bin/mkdir -p "$to" && echo jar > "$to/kafka_2.13-4.3.1.jar"`;

describe('a Kafka', () => {
  it('is taken from KAFKA_CLASSPATH before all others, and said so', async () => {
    const own = java('17.0.9');
    const given = jars('given');
    jars('tools', 'kafka');
    const found = find({ PATH: join(folder, 'bin'), KAFKA_CLASSPATH: given });
    await expect(found).resolves.toEqual({ java: own, jars: given });
    expect(said).toEqual([`Kafka from ${given}`]);
  });

  it('is fetched with Maven once, and found from then on', async () => {
    java('21');
    program('mvn', MAVEN);
    const env = { PATH: join(folder, 'bin') };
    const place = join(folder, 'tools', 'kafka');
    await expect(find(env)).resolves.toMatchObject({ jars: place });
    program('mvn', 'exit 1');
    await expect(find(env)).resolves.toMatchObject({ jars: place });
    expect(said).toEqual(['fetching Apache Kafka 4.3.1 with Maven ...', `Kafka from ${place}`]);
  });

  it.each<[string, () => unknown, string]>([
    ['there is no Java', () => undefined, 'there is no java on PATH or in JAVA_HOME'],
    ['the Java is too old', () => java('11.0.2'), 'is Java 11, too old'],
    ['there is no Maven', () => java('17'), 'there is no mvn on PATH'],
    ['Maven fails', () => [java('17'), program('mvn', 'exit 1')], 'Command failed'],
  ])('is not to be had where %s, and what to do is one sentence', async (_, setUp, detail) => {
    setUp();
    await expect(find({ PATH: join(folder, 'bin') })).rejects.toMatchObject({
      message: expect.stringMatching(/^No Kafka is to be had here: .*KAFKA_BROKERS.*\.$/) as string,
      details: expect.arrayContaining([expect.stringContaining(detail)]) as string[],
    });
  });
});
