import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { startNatsServer } from './nats-server.js';
import { natsServerBinary } from './nats-server-binary.js';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const addStream = async (url: string): Promise<void> => {
  const connection = await connect({ servers: url });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: 'KEPT', subjects: ['kept.>'] });
  await connection.close();
};

const streamNames = async (url: string): Promise<string[]> => {
  const connection = await connect({ servers: url });
  const manager = await jetstreamManager(connection);
  const names: string[] = [];
  for await (const name of manager.streams.names()) names.push(name);
  await connection.close();
  return names;
};

describe('a nats-server for tests', () => {
  it('keeps its port and its streams over a crash and a restart', async () => {
    const server = await startNatsServer();
    const first = server.pid;
    await addStream(server.url);
    await server.kill();
    expect(isAlive(first)).toBe(false);
    await server.restart();
    expect(server.pid).not.toBe(first);
    await expect(streamNames(server.url)).resolves.toEqual(['KEPT']);
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  it('leaves a folder it was given', async () => {
    const jetstreamDir = await mkdtemp(join(tmpdir(), 'noroshi-test-'));
    const server = await startNatsServer({ jetstreamDir });
    await server.stop();
    await server.stop();
    await expect(stat(jetstreamDir)).resolves.toBeDefined();
    await rm(jetstreamDir, { recursive: true });
  });

  it('says what the server said when the port is taken', async () => {
    const server = await startNatsServer();
    await expect(startNatsServer({ port: server.port })).rejects.toThrow(/address already in use/);
    await server.stop();
  });

  it('dies with the process that started it', async () => {
    const module = fileURLToPath(new URL('../dist/index.js', import.meta.url));
    const script = `import { startNatsServer } from ${JSON.stringify(module)};
      console.log((await startNatsServer()).pid);`;
    const starter = spawn(process.execPath, ['--input-type=module', '-e', script]);
    const [data] = (await once(starter.stdout, 'data')) as [Buffer];
    const pid = Number(data.toString());
    expect(isAlive(pid)).toBe(true);
    starter.kill('SIGKILL');
    await eventually(() => !isAlive(pid), { reason: 'the server ends' });
  });
});

describe('the nats-server binary', () => {
  it('is the one of NATS_SERVER_BIN before all others', () => {
    expect(natsServerBinary({ NATS_SERVER_BIN: '/opt/nats' })).toBe('/opt/nats');
  });
});

describe('freePort', () => {
  it('gives a port on which nobody listens', async () => {
    const socket = createConnection({ host: '127.0.0.1', port: await freePort() });
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });
});
