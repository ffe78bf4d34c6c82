import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { freePort } from './free-port.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** A real S3-compatible server (versitygw) on 127.0.0.1, without any bucket. It does not outlive the process that started it. */
export interface S3Server {
  readonly endpoint: string;
  /** What the S3 library takes its credentials from. */
  readonly env: Readonly<Record<'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY', string>>;
  /** Waits until the process is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

const PROBE_MS = 25;
const credentials = { AWS_ACCESS_KEY_ID: 'noroshi-tests', AWS_SECRET_ACCESS_KEY: 'a secret of the tests' };

/** VERSITYGW_BIN, else PATH, else `.noroshi/bin` of the repository, where `npm test` puts the one that it builds. */
function binary(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env['VERSITYGW_BIN']) return env['VERSITYGW_BIN'];
  const folders = [...(env['PATH'] ?? '').split(delimiter).filter(Boolean), join(repository, '.noroshi/bin')];
  return folders.map((folder) => join(folder, 'versitygw')).find((file) => existsSync(file));
}

/** Why no test can have an S3 server here; undefined: they can. For `describe.skip`, with a line that says so aloud. */
export function whyNoS3(): string | undefined {
  if (binary() !== undefined) return undefined;
  const problem = process.env['S3_TESTS_SKIPPED'] ?? 'there is no versitygw; run `npm test` once, or set VERSITYGW_BIN';
  process.stderr.write(`\nTHE TESTS WITH S3 ARE SKIPPED: ${problem}.\n\n`);
  return problem;
}

/** @throws Error with its own last words when it ends before it answers. */
export async function startS3Server(): Promise<S3Server> {
  const program = binary();
  if (program === undefined) throw new Error('No S3 server for the tests: there is no versitygw.');
  const folder = await mkdtemp(join(tmpdir(), 'noroshi-s3-'));
  const port = await freePort();
  const launch = () => launchServer(program, { port, folder });
  let server = await launch();
  const kill = () => end(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    env: credentials,
    kill,
    restart: async () => {
      await kill();
      server = await launch();
    },
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launchServer(program: string, { port, folder }: { readonly port: number; readonly folder: string }) {
  // The shell ends it when the process that started it is gone, however that went: its end of the pipe closes then.
  const script = '"$@" & read _; kill -9 $!; wait';
  const args = ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', folder];
  const env = {
    ...process.env,
    ROOT_ACCESS_KEY: credentials.AWS_ACCESS_KEY_ID,
    ROOT_SECRET_KEY: credentials.AWS_SECRET_ACCESS_KEY,
  };
  const child = spawn('sh', ['-c', script, 'sh', program, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  for (const output of [child.stdout, child.stderr]) output.on('data', (bytes: Buffer) => (said += bytes.toString()));
  while (!(await accepts(port))) {
    if (child.exitCode !== null || /error|failed/i.test(said)) throw new Error(`versitygw did not start:\n${said}`);
    await delay(PROBE_MS);
  }
  return child;
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.stdin?.end();
  await gone;
}
