import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { eventually, freePort, natsServerBinary, startNatsServer } from '@noroshi/testing';

import { isAlive } from './processes.js';
import { runStack, type Stack } from './supervisor.js';
import { playground, type Playground } from './testing/programs.js';

let place: Playground;
let said: string[];

beforeEach(() => {
  place = playground();
  said = [];
});
afterEach(() => place.remove());

const stackOf = async (overrides: Partial<Stack> = {}): Promise<Stack> => {
  const address = { host: '127.0.0.1', port: await freePort() };
  return {
    dataDir: place.dataDir,
    nats: { binary: natsServerBinary() },
    services: [place.service('rooms'), place.service('messages')],
    gateways: [place.service('gateway-1', 'gateway')],
    address,
    env: { ...(process.env as Record<string, string>), PORT: String(address.port), HOST: address.host },
    say: (line) => said.push(line),
    ...overrides,
  };
};

const run = async (stack: Stack) => {
  const stop = new AbortController();
  let over: Promise<void> | undefined;
  await new Promise<void>((resolve, reject) => {
    over = runStack(stack, stop.signal, resolve);
    over.catch(reject);
  });
  return {
    async stop() {
      stop.abort();
      await over;
    },
  };
};

const NAMES = ['nats', 'rooms', 'messages', 'gateway-1'];

describe('a stack', () => {
  it('tells the process id of each child, and leaves neither process nor file', async () => {
    const running = await run(await stackOf());
    const pids = NAMES.map((name) => place.pidOf(name));
    expect(pids.filter(isAlive)).toHaveLength(4);
    await running.stop();
    expect(pids.filter(isAlive)).toEqual([]);
    expect(readdirSync(join(place.dataDir, 'run'))).toEqual([]);
  });

  it('drains gateways first, then services, and nats-server last', async () => {
    const running = await run(await stackOf());
    await running.stop();
    const drained = place.diary().filter((line) => line.includes('drains'));
    expect(drained[0]).toBe('gateway-1 drains on SIGTERM with nats');
    expect(drained.slice(1).sort()).toEqual([
      'messages drains on SIGTERM with nats',
      'rooms drains on SIGTERM with nats',
    ]);
  });

  it('starts a service again that was killed', async () => {
    const running = await run(await stackOf());
    const before = place.pidOf('rooms');
    process.kill(before, 'SIGKILL');
    await eventually(() => said.includes('rooms is back'), { reason: 'rooms is back' });
    expect(place.pidOf('rooms')).not.toBe(before);
    expect(said).toContain('rooms ended (SIGKILL); starting it again in 150 ms');
    await running.stop();
  });

  it('starts a killed nats-server again on the same port', async () => {
    const running = await run(await stackOf());
    process.kill(place.pidOf('nats'), 'SIGKILL');
    await eventually(() => said.includes('nats is back'), { reason: 'nats is back' });
    await running.stop();
    expect(place.diary()).toContain('rooms drains on SIGTERM with nats');
  });

  it('uses a nats-server that runs already, and leaves it running', async () => {
    const server = await startNatsServer();
    const running = await run(await stackOf({ nats: { url: server.url } }));
    expect(existsSync(join(place.dataDir, 'run/nats.pid'))).toBe(false);
    await running.stop();
    expect(place.diary()).toContain('rooms drains on SIGTERM with nats');
    expect(isAlive(server.pid)).toBe(true);
    await server.stop();
  });

  it('fails to start with the last words of a service that keeps dying', async () => {
    const stack = await stackOf({ services: [place.service('rooms', 'crashing')] });
    await expect(run(stack)).rejects.toMatchObject({
      message: expect.stringMatching(/^rooms cannot start \(exit code 3\)/) as string,
      details: expect.arrayContaining(['the disk is on fire']) as string[],
    });
    expect(readdirSync(join(place.dataDir, 'run'))).toEqual([]);
    expect(place.diary()).toContain('gateway-1 drains on SIGTERM with nats');
    expect(said).toContain('rooms: error: the disk is on fire');
  });

  it('fails to start naming the service that never answers', async () => {
    const stack = await stackOf({ services: [place.service('messages', 'silent')], startTimeoutMs: 1500 });
    await expect(run(stack)).rejects.toThrow(/^messages did not answer within 1.5 s/);
    expect(readdirSync(join(place.dataDir, 'run'))).toEqual([]);
  });

  it('can be stopped before it is ready', async () => {
    const stack = await stackOf({ services: [place.service('messages', 'silent')] });
    const stop = new AbortController();
    const over = runStack(stack, stop.signal, () => undefined);
    await eventually(() => place.pidOf('messages'), { reason: 'messages runs' });
    const pid = place.pidOf('messages');
    stop.abort();
    await over;
    expect(isAlive(pid)).toBe(false);
  });
});

describe('what a killed stack left behind', () => {
  it('is ended by the next start, if it is ours', async () => {
    const storeDir = join(place.dataDir, 'nats');
    const left = await startNatsServer({ jetstreamDir: storeDir });
    const stranger = spawn('sleep', ['600']);
    mkdirSync(join(place.dataDir, 'run'), { recursive: true });
    writeFileSync(join(place.dataDir, 'run/nats.pid'), String(left.pid));
    writeFileSync(join(place.dataDir, 'run/messages.pid'), String(stranger.pid));
    const running = await run(await stackOf());
    expect(isAlive(left.pid)).toBe(false);
    expect(isAlive(stranger.pid as number)).toBe(true);
    expect(said).toContain('ended what an earlier start left running: nats');
    await running.stop();
    stranger.kill();
    await once(stranger, 'exit');
    await left.stop();
  });
});
