import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { freePort } from './free-port.js';
import { s3Binary, s3Program, type S3Kind } from './s3-programs.js';

/** A real S3-compatible server on 127.0.0.1, without any bucket. It does not outlive the process that started it. */
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

/** Why no test can have this S3 server here; undefined: they can. For `describe.skip`, with a line that says so aloud. */
export function whyNoS3(kind: S3Kind = 'versitygw'): string | undefined {
  if (s3Binary(kind) !== undefined) return undefined;
  const { file, variable } = s3Program(kind);
  const usual = kind === 'versitygw' ? process.env['S3_TESTS_SKIPPED'] : undefined;
  const problem = usual ?? `there is no ${file} on PATH, and ${variable} names none`;
  process.stderr.write(`\nTHE TESTS WITH S3 IN ${kind.toUpperCase()} ARE SKIPPED: ${problem}.\n\n`);
  return problem;
}

/** @throws Error with its own last words when it ends before it answers. */
export async function startS3Server(kind: S3Kind = 'versitygw'): Promise<S3Server> {
  const program = s3Binary(kind);
  if (program === undefined) throw new Error(`No S3 server for the tests: there is no ${kind}.`);
  const folder = await mkdtemp(join(tmpdir(), 'noroshi-s3-'));
  const port = await freePort();
  const { AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey } = credentials;
  const place = { port, folder, accessKey, secretKey };
  const s3 = s3Program(kind);
  const { args, env } = await s3.begin(place);
  const launch = () => launchServer([program, ...args], { env, port, complaint: s3.complaint });
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

/** Bytes. */
const LAST_WORDS = 4_000;

interface Launch {
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  readonly complaint: RegExp;
}

async function launchServer(command: readonly string[], { env, port, complaint }: Launch): Promise<ChildProcess> {
  // The shell ends it when the process that started it is gone, however that went: its end of the pipe closes then.
  const script = '"$@" & read _; kill -9 $!; wait';
  const child = spawn('sh', ['-c', script, 'sh', ...command], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  for (const output of [child.stdout, child.stderr])
    output.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(-LAST_WORDS)));
  // Once the program is gone the shell waits for its last line, and would do so for ever.
  while (!(await accepts(port))) {
    if (child.exitCode !== null || complaint.test(said)) throw new Error(`${command[0] ?? ''} did not start:\n${said}`);
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
