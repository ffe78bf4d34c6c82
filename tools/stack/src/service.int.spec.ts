import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchService } from './service.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'noroshi-service-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function priorityOf(background: boolean): Promise<unknown> {
  const entry = join(folder, 'program.mjs');
  // It is told when to look: its priority is set once it runs.
  writeFileSync(
    entry,
    `import { getPriority } from 'node:os';
     process.once('message', () => process.send(getPriority(), () => process.disconnect()));`,
  );
  const service = { name: 'program', entry, background };
  const child = launchService({ service, env: { PATH: process.env['PATH'] ?? '' }, logFile: join(folder, 'log') });
  child.send('now');
  const [priority] = (await once(child, 'message')) as unknown[];
  await once(child, 'exit');
  return priority;
}

describe('a service', () => {
  it('that nobody waits for gives way to the others', async () => {
    expect(await priorityOf(true)).toBe(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
  });

  it('else runs as its starter does', async () => {
    expect(await priorityOf(false)).toBe(getPriority());
  });
});
