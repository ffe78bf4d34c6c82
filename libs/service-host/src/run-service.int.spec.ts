import { transform } from '@swc/core';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

let folder: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'noroshi-host-'));
  const source = await readFile(fileURLToPath(new URL('./run-service.ts', import.meta.url)), 'utf8');
  const { code } = await transform(source, { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } });
  await writeFile(join(folder, 'run-service.mjs'), code);
});

afterEach(() => running.splice(0).forEach((child) => child.kill('SIGKILL')));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A real process that runs a service whose `start` is the given source. */
async function run(start: string) {
  const file = join(folder, `service-${Math.random().toString(36).slice(2)}.mjs`);
  await writeFile(
    file,
    `import { runService } from './run-service.mjs';
     const say = (message, fields) => console.log(message + (fields?.cause ? ': ' + fields.cause.message : ''));
     const logger = { info: say, warn: say, error: say, fatal: say };
     await runService({ logger, drainTimeoutMs: 200, start: ${start} });`,
  );
  const child = fork(file, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  running.push(child);
  const exited = Promise.all([once(child, 'exit'), text(child.stdout as NodeJS.ReadableStream)]).then(
    ([[code], said]) => ({ code: code as number | null, said }),
  );
  return { child, exited, ready: once(child, 'message').then(([message]) => message as unknown) };
}

const draining = `async () => ({ drain: async () => console.log('finished what was in hand') })`;

describe('a service process', () => {
  it('says over IPC that it is ready, and drains on SIGTERM', async () => {
    const { child, ready, exited } = await run(draining);
    expect(await ready).toEqual({ type: 'ready' });
    child.kill('SIGTERM');
    const { code, said } = await exited;
    expect(code).toBe(0);
    expect(said).toContain('finished what was in hand');
  });

  it('drains once, though it is told twice', async () => {
    const { child, ready, exited } = await run(
      `async () => ({ drain: () => new Promise((done) => { console.log('draining now'); setTimeout(done, 50); }) })`,
    );
    await ready;
    child.kill('SIGINT');
    child.kill('SIGTERM');
    const { code, said } = await exited;
    expect(code).toBe(0);
    expect(said.split('draining now')).toHaveLength(2);
  });

  it('drains when its parent goes away', async () => {
    const { child, ready, exited } = await run(draining);
    await ready;
    child.disconnect();
    const { code, said } = await exited;
    expect(code).toBe(0);
    expect(said).toContain('finished what was in hand');
  });

  it('drains and fails when it can not go on, so that it is started anew', async () => {
    const { exited } = await run(
      `async () => ({ over: Promise.resolve('the log is another one'), drain: async () => console.log('closed all') })`,
    );
    const { code, said } = await exited;
    expect(code).toBe(1);
    expect(said).toContain('closed all');
  });

  it('gives a drain up that does not end', async () => {
    const { child, ready, exited } = await run(`async () => ({ drain: () => new Promise(() => {}) })`);
    await ready;
    child.kill('SIGTERM');
    const { code, said } = await exited;
    expect(code).toBe(1);
    expect(said).toContain('not drained within 200 ms');
  });

  it('ends at once when it is told to stop before it was ready', async () => {
    const { child, exited } = await run(
      `() => { process.send('starting'); return new Promise(() => setInterval(() => {}, 1000)); }`,
    );
    await once(child, 'message');
    child.kill('SIGTERM');
    expect((await exited).code).toBe(0);
  });

  it('tells in one line why it could not start', async () => {
    const { exited } = await run(
      `async () => { throw new Error('no log', { cause: new Error('connection refused') }); }`,
    );
    expect(await exited).toEqual({ code: 1, said: 'could not start: no log: connection refused\n' });
  });

  it('tells every problem of its settings, one per line', async () => {
    const { exited } = await run(
      `async () => { throw Object.assign(new Error(), { problems: ['PORT is bad.', 'HOST is bad.'] }); }`,
    );
    expect(await exited).toEqual({ code: 1, said: 'PORT is bad.\nHOST is bad.\n' });
  });

  it('dies of an error that nobody handled, naming it', async () => {
    const { exited } = await run(
      `async () => { setTimeout(() => { Promise.reject(new Error('forgotten')); }, 1); return { drain: async () => {} }; }`,
    );
    const { code, said } = await exited;
    expect(code).toBe(1);
    expect(said).toContain('unhandled error: forgotten');
  });
});
