import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Installer } from './installer.js';
import { findBinary, inTemporaryFolder, placeBinary } from './place-binary.js';
import { runCommand } from './run-command.js';
import { PINNED_VERSION } from './version.js';

const RELEASES = 'https://github.com/nats-io/nats-server/releases/download';
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64', arm: 'arm7', ia32: '386' };
const TIMEOUT_MS = 120_000;

/**
 * The archive of the official release, checked against the SHA-256 sums published with it.
 * @param releases where releases are published, without a slash at the end
 */
export const release = (releases: string = RELEASES): Installer => ({
  name: 'the official release',
  announce: 'fetching the official release of nats-server',
  try: async ({ binDir }) => {
    const architecture = ARCHITECTURES[process.arch];
    if (!architecture || !['linux', 'darwin'].includes(process.platform)) return undefined;
    const name = `nats-server-v${PINNED_VERSION}-${process.platform}-${architecture}.tar.gz`;
    const from = `${releases}/v${PINNED_VERSION}`;
    const archive = await fetchBytes(`${from}/${name}`);
    const sums = (await fetchBytes(`${from}/SHA256SUMS`)).toString('utf8');
    const sum = createHash('sha256').update(archive).digest('hex');
    if (!isListed(sums, sum, name)) throw new Error(`${name} does not have the published SHA-256 sum`);
    return inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, name), archive);
      await runCommand('tar', ['-xzf', name], { cwd: folder });
      return placeBinary(await findBinary(folder), binDir);
    });
  },
});

const isListed = (sums: string, sum: string, name: string): boolean =>
  sums.split('\n').some((line) => line.startsWith(sum) && line.trimEnd().endsWith(name));

const fetchBytes = async (url: string): Promise<Buffer> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
};
