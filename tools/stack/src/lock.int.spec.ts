import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { lockDataDir } from './lock.js';
import { commandOf } from './processes.js';
import { playground, type Playground } from './testing/programs.js';

let place: Playground;
beforeEach(() => {
  place = playground();
});
afterEach(() => place.remove());

const held = (pid: number, command: string) => {
  lockDataDir(place.dataDir)();
  writeFileSync(join(place.dataDir, 'lock'), JSON.stringify({ pid, command }));
};
const holder = () => (JSON.parse(readFileSync(join(place.dataDir, 'lock'), 'utf8')) as { pid: number }).pid;

describe('the lock of a data folder', () => {
  it('is refused while its holder runs', () => {
    held(process.ppid, commandOf(process.ppid));
    expect(() => lockDataDir(place.dataDir)).toThrow(`Another Noroshi (process ${process.ppid}) runs on`);
  });

  it('is taken over when the process id belongs to another program by now', () => {
    held(process.ppid, 'node start.mjs of last week');
    const unlock = lockDataDir(place.dataDir);
    expect(holder()).toBe(process.pid);
    unlock();
    expect(() => holder()).toThrow('ENOENT');
  });

  it('is taken over when it cannot be read', () => {
    held(1, '');
    writeFileSync(join(place.dataDir, 'lock'), '{');
    lockDataDir(place.dataDir)();
    expect(() => holder()).toThrow('ENOENT');
  });
});
