import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { natsServerBinary } from '@noroshi/testing';

import { findNatsServer } from './find.js';
import { release } from './install-release.js';
import type { Installer } from './installer.js';
import { fetchedBefore, given, path } from './present.js';
import { PINNED_VERSION } from './version.js';

let folder: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'noroshi-find-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const find = (installers: readonly Installer[], env: Record<string, string> = {}) =>
  findNatsServer({ binDir: join(folder, 'bin'), env, installers, say: (line) => said.push(line) });

const program = (directory: string, script: string): string => {
  const file = join(folder, directory, 'nats-server');
  mkdirSync(join(folder, directory), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
};

describe('a nats-server', () => {
  it('is taken from PATH when it is new enough, and said so', async () => {
    const file = join(folder, 'new/nats-server');
    mkdirSync(join(folder, 'new'));
    copyFileSync(natsServerBinary(), file);
    await expect(find([given, path, fetchedBefore], { PATH: join(folder, 'new') })).resolves.toBe(file);
    expect(said).toEqual([expect.stringMatching(/^nats-server 2\.\d+\.\d+ from PATH: /)]);
  });

  it('is passed over when it is too old, does not run, or its installer fails', async () => {
    program('old', 'echo "nats-server: v2.9.25"');
    const file = program('bin', 'echo "nats-server: v2.11.0"');
    const broken = program('broken', 'exit 1');
    const failing: Installer = { name: 'a shop', try: () => Promise.reject(new Error('closed')) };
    await expect(
      find([given, path, failing, fetchedBefore], { NATS_SERVER_BIN: broken, PATH: join(folder, 'old') }),
    ).resolves.toBe(file);
  });

  it('not to be had anywhere is one sentence with three ways, and why each was none', async () => {
    program('old', 'echo "nats-server: v2.10.29"');
    await expect(find([given, path, fetchedBefore], { PATH: join(folder, 'old') })).rejects.toMatchObject({
      message: expect.stringMatching(/PATH.*pip install.*go install.*NATS_URL[^.]*\.$/) as string,
      details: [
        'NATS_SERVER_BIN: not to be had this way',
        `PATH: ${join(folder, 'old/nats-server')} is 2.10.29, too old`,
        '.noroshi/bin: not to be had this way',
      ],
    });
  });
});

describe('the official release', () => {
  const serve = async (sum: (archive: Buffer) => string) => {
    program('archive', `echo "nats-server: v${PINNED_VERSION}"`);
    execFileSync('tar', ['-czf', join(folder, 'archive.tar.gz'), '-C', folder, 'archive']);
    const archive = readFileSync(join(folder, 'archive.tar.gz'));
    let name = '';
    const server = createServer((request, response) => {
      const file = request.url?.split('/').at(-1) ?? '';
      if (file !== 'SHA256SUMS') name = file;
      response.end(file === 'SHA256SUMS' ? `${sum(archive)}  ${name}\n` : archive);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  };

  it('is unpacked into the tool folder when its sum is the published one', async () => {
    const { server, url } = await serve((archive) => createHash('sha256').update(archive).digest('hex'));
    await expect(find([release(url)])).resolves.toBe(join(folder, 'bin/nats-server'));
    server.close();
  });

  it('is refused when its sum is another one', async () => {
    const { server, url } = await serve(() => '0'.repeat(64));
    await expect(find([release(url)])).rejects.toMatchObject({
      details: [expect.stringMatching(/does not have the published SHA-256 sum$/) as string],
    });
    expect(existsSync(join(folder, 'bin/nats-server'))).toBe(false);
    server.close();
  });
});
