import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectGarbage } from './collect-garbage.js';
import { freePort } from './free-port.js';

/** Tells when what it dropped at its start has been collected. */
const program = `
const registry = new FinalizationRegistry(() => process.send('collected'));
(() => registry.register({ dropped: new Array(1000).fill(1) }, 'dropped'))();
process.send('begun');
setInterval(() => undefined, 1000);
`;

it('another process can be made to collect its garbage', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'noroshi-garbage-'));
  const file = join(folder, 'program.mjs');
  await writeFile(file, program);
  const port = await freePort();
  const child = fork(file, [], { execArgv: [`--inspect-port=${port}`], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  try {
    await once(child, 'message');
    const collected = once(child, 'message');
    await collectGarbage(child.pid ?? 0, port);
    expect(await collected).toContain('collected');
  } finally {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
});
