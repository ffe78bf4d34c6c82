import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { eventually, freePort, natsServerBinary } from '@noroshi/testing';

import { isAlive } from './processes.js';
import { playground, type Playground } from './testing/programs.js';

/** As tools/stack/start.mjs does it, with the playground's programs in place of the apps. Runs what was built. */
const script = (place: Playground, module: string): string => `
  import { start } from ${JSON.stringify(module)};
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop.abort());
  const programs = ${JSON.stringify({
    services: [place.service('rooms')],
    gateway: place.service('', 'gateway').entry,
    router: place.service('router'),
    relay: place.service('analytics-relay'),
    archive: place.service('analytics-archive'),
  })};
  process.exit(await start({ root: ${JSON.stringify(place.folder)}, env: process.env, stop: stop.signal, programs }));
`;

let place: Playground;
const started: ChildProcess[] = [];

beforeEach(() => {
  place = playground();
  writeFileSync(
    join(place.folder, 'start.mjs'),
    script(place, fileURLToPath(new URL('../dist/index.js', import.meta.url))),
  );
});
afterEach(async () => {
  for (const child of started
    .splice(0)
    .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  await place.remove();
});

const launch = (env: Record<string, string>) => {
  const child = spawn(process.execPath, [join(place.folder, 'start.mjs')], {
    env: { ...process.env, NATS_SERVER_BIN: natsServerBinary(), NOROSHI_DATA_DIR: place.dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  const ended = once(child, 'exit') as Promise<[number | null]>;
  return {
    child,
    ended,
    stdout: text(child.stdout),
    stderr: text(child.stderr),
    firstOutput: once(child.stdout, 'data'),
  };
};

const launchReady = async (env: Record<string, string>) => {
  const start = launch(env);
  await start.firstOutput;
  return start;
};

describe('npm start', () => {
  it('says on stdout that it is ready and nothing else, and ends with 0 on SIGTERM', async () => {
    const port = await freePort();
    const { child, ended, stdout } = await launchReady({ PORT: String(port) });
    child.kill('SIGTERM');
    await expect(ended).resolves.toEqual([0, null]);
    await expect(stdout).resolves.toBe(`noroshi ready http://127.0.0.1:${port}\n`);
  });

  it('ends with 0 on SIGINT, however often it comes', async () => {
    const { child, ended } = await launchReady({ PORT: String(await freePort()) });
    child.kill('SIGINT');
    child.kill('SIGINT');
    await expect(ended).resolves.toEqual([0, null]);
  });

  it('keeps the key of the tokens for the next start, readable by its owner alone', async () => {
    const keys: string[] = [];
    for (let starts = 0; starts < 2; starts++) {
      const { child, ended } = await launchReady({ PORT: String(await freePort()) });
      keys.push(readFileSync(join(place.dataDir, 'jwt-secret'), 'utf8'));
      child.kill('SIGTERM');
      await ended;
    }
    expect(keys[0]).toHaveLength(43);
    expect(keys[1]).toBe(keys[0]);
    expect(statSync(join(place.dataDir, 'jwt-secret')).mode & 0o777).toBe(0o600);
  });

  it('refuses a second one on the same data folder in one sentence', async () => {
    await launchReady({ PORT: String(await freePort()) });
    const second = launch({ PORT: String(await freePort()) });
    await expect(second.ended).resolves.toEqual([1, null]);
    await expect(second.stderr).resolves.toMatch(/^noroshi: Another Noroshi \(process \d+\) runs on .*\n$/);
  });

  it('takes over the folder of one that was killed, whose children do not outlive it for long', async () => {
    const first = await launchReady({ PORT: String(await freePort()) });
    const pids = ['nats', 'rooms', 'gateway-1'].map((name) => place.pidOf(name));
    first.child.kill('SIGKILL');
    await first.ended;
    await eventually(() => !pids.some(isAlive), { reason: 'the children end' });
    expect(place.diary()).toContain('rooms drains on disconnect with nats');
    const second = await launchReady({ PORT: String(await freePort()) });
    second.child.kill('SIGTERM');
    await expect(second.ended).resolves.toEqual([0, null]);
  });

  it('refuses a port that is taken before it starts anything', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const { ended, stderr } = launch({ PORT: String(port) });
    await expect(ended).resolves.toEqual([1, null]);
    await expect(stderr).resolves.toBe(
      `noroshi: Port ${port} of 127.0.0.1 is taken: stop what listens there, or set PORT to another one.\n`,
    );
    expect(() => place.pidOf('nats')).toThrow();
    holder.close();
  });

  it('runs the router only where there are routing rules, the relay where there are brokers, the archive where it has a bucket', async () => {
    const optional = ['router', 'analytics-relay', 'analytics-archive'];
    const without = await launchReady({ PORT: String(await freePort()), NOROSHI_ARCHIVE_BUCKET: 'no-brokers' });
    for (const name of optional) expect(() => place.pidOf(name)).toThrow();
    without.child.kill('SIGTERM');
    await without.ended;
    const given = { NOROSHI_ROUTES: 'routes.json', KAFKA_BROKERS: '127.0.0.1:9092', NOROSHI_ARCHIVE_BUCKET: 'noroshi' };
    await launchReady({ PORT: String(await freePort()), ...given });
    for (const name of optional) expect(isAlive(place.pidOf(name))).toBe(true);
  });

  it('tells all that is wrong with the settings', async () => {
    const { ended, stderr } = launch({ PORT: 'x', NOROSHI_GATEWAY: '2' });
    await expect(ended).resolves.toEqual([1, null]);
    await expect(stderr).resolves.toBe(
      'noroshi: PORT must be a whole number from 1 to 65535, not "x".\n' +
        'noroshi: NOROSHI_GATEWAY is not a setting; did you mean NOROSHI_GATEWAYS?\n',
    );
  });
});
