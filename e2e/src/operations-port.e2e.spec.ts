import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, exposedMetrics, freePort, startNatsServer, type NatsServer } from '@noroshi/testing';
import { documentedMetrics, withLabelsOf } from './documented-metrics.js';
import { SECRET, withoutOurs } from './stack.js';

const app = (path: string) => fileURLToPath(new URL(`../../apps/${path}.js`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'noroshi-operations-'));

const ROUTES = {
  targets: { audit: { type: 'nats', subject: 'audit.rooms' } },
  rules: [{ to: ['audit'] }],
};

const programs = {
  rooms: { entry: app('rooms/dist/main'), tables: ['all', 'consumers', 'services'] },
  messages: { entry: app('messages/dist/main'), tables: ['all', 'consumers', 'services'] },
  'analytics-metrics': { entry: app('analytics/dist/metrics'), tables: ['all', 'consumers', 'windows'] },
  router: { entry: app('router/dist/main'), tables: ['all', 'consumers'] },
  'gateway-1': { entry: app('gateway/dist/main'), tables: ['all', 'gateway', 'consumers'] },
} as const;
const names = Object.keys(programs) as (keyof typeof programs)[];

interface Running {
  readonly process: ChildProcess;
  readonly port: number;
  readonly ended: Promise<number | null>;
}

let nats: NatsServer;
const running = new Map<string, Running>();

async function run(name: keyof typeof programs): Promise<void> {
  const port = await freePort();
  const env = {
    ...withoutOurs(process.env),
    ...{ NATS_URL: nats.url, NOROSHI_JWT_SECRET: SECRET, SERVICE_NAME: name, NOROSHI_OPS_PORT: String(port) },
    ...{ PORT: String(await freePort()), NOROSHI_ROUTES: join(folder, 'routes.json') },
  };
  const child = fork(programs[name].entry, { env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  running.set(name, { process: child, port, ended });
}

function runningAs(name: string): Running {
  const found = running.get(name);
  if (!found) throw new Error(`${name} does not run`);
  return found;
}

const get = (name: string, path: string) => fetch(`http://127.0.0.1:${runningAs(name).port}${path}`);
const readiness = async (name: string) => {
  const response = await get(name, '/readyz');
  const { status, dependencies } = (await response.json()) as { status: string; dependencies: object };
  return { code: response.status, status, dependencies };
};

beforeAll(async () => {
  writeFileSync(join(folder, 'routes.json'), JSON.stringify(ROUTES));
  nats = await startNatsServer();
  await nats.kill();
});

afterAll(async () => {
  for (const { process: child } of running.values()) child.kill('SIGKILL');
  await nats.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the operations port of every process', () => {
  it('says that it lives and starts, while it waits for NATS', async () => {
    await Promise.all(names.map(run));
    for (const name of names) {
      await eventually(async () => (await get(name, '/healthz')).ok, { reason: `${name} lives` });
      expect([name, await readiness(name)]).toEqual([name, { code: 503, status: 'starting', dependencies: {} }]);
    }
  });

  it('says that it is ready once it works, and on what that depends', async () => {
    await nats.restart();
    for (const name of names) {
      const isReady = async () => (await readiness(name)).code === 200;
      await eventually(isReady, { reason: `${name} is ready` });
      expect([name, await readiness(name)]).toMatchObject([name, { status: 'ready', dependencies: { nats: 'up' } }]);
    }
    expect((await readiness('gateway-1')).dependencies).toEqual({ nats: 'up', rooms: 'up', messages: 'up' });
    expect((await readiness('messages')).dependencies).toMatchObject({ 'message-history': 'up', notifier: 'up' });
  });

  it.each(names)('of %s prints what docs/metrics.md says of it, and nothing else', async (name) => {
    const printed = exposedMetrics(await (await get(name, '/metrics')).text(), 'noroshi_');
    const documented = documentedMetrics(...programs[name].tables);
    expect(withLabelsOf(documented, printed)).toEqual(documented);
  });

  it('tells of a gateway that it can not let people in without rooms', async () => {
    const rooms = runningAs('rooms');
    rooms.process.kill('SIGTERM');
    expect(await rooms.ended).toBe(0);
    await eventually(async () => (await readiness('gateway-1')).status === 'not ready', { reason: 'rooms is missed' });
    expect((await readiness('gateway-1')).dependencies).toEqual({ nats: 'up', rooms: 'down', messages: 'up' });
  });

  it('is no reason to end otherwise than well', async () => {
    const left = names.filter((name) => name !== 'rooms').map(runningAs);
    for (const each of left) each.process.kill('SIGTERM');
    expect(await Promise.all(left.map(({ ended }) => ended))).toEqual(left.map(() => 0));
  });
});
