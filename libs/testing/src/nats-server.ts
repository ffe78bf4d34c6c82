import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { natsServerBinary } from './nats-server-binary.js';

export interface NatsServerOptions {
  /** Folder of the JetStream store. It is kept; without one a temporary folder is used and removed by `stop`. */
  readonly jetstreamDir?: string;
  /** A free port unless given. */
  readonly port?: number;
  /** How many bytes all streams may take on disk; as the server sees fit unless given. */
  readonly maxFileStore?: number;
}

/** A real nats-server with JetStream on 127.0.0.1. It does not outlive the process that started it. */
export interface NatsServer {
  readonly url: string;
  readonly port: number;
  /** Of the process that runs now: another one after `restart`. */
  readonly pid: number;
  /** Sends the signal (SIGKILL unless given) and waits until the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port and store; ends it before, if it still runs. */
  restart(): Promise<void>;
  /** Ends it and removes the temporary store. May be called twice. */
  stop(): Promise<void>;
}

interface Running {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly port: number;
}

/** @throws Error with the server's own last words when it ends before it is ready. */
export const startNatsServer = async (options: NatsServerOptions = {}): Promise<NatsServer> => {
  const store = options.jetstreamDir ?? (await mkdtemp(join(tmpdir(), 'noroshi-nats-')));
  let running = await launch(store, options.port ?? -1, options);
  const { port } = running;
  const kill = (signal: NodeJS.Signals = 'SIGKILL') => end(running.process, signal);
  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    get pid() {
      return running.pid;
    },
    kill,
    async restart() {
      await kill('SIGTERM');
      running = await launch(store, port, options);
    },
    async stop() {
      await kill('SIGTERM');
      if (!options.jetstreamDir) await rm(store, { recursive: true, force: true });
    },
  };
};

const launch = async (
  store: string,
  port: number,
  { maxFileStore }: Pick<NatsServerOptions, 'maxFileStore'>,
): Promise<Running> => {
  const args = ['--addr', '127.0.0.1', '--port', String(port), '--jetstream', '--store_dir', store];
  if (maxFileStore !== undefined) {
    // The one limit that has no flag of its own.
    const file = join(store, 'limits.conf');
    await writeFile(file, `jetstream { max_file_store: ${maxFileStore} }\n`);
    args.push('--config', file);
  }
  const child = spawn(natsServerBinary(), args, { stdio: ['ignore', 'ignore', 'pipe'] });
  await once(child, 'spawn');
  const pid = child.pid as number;
  guard(child, pid);
  return { process: child, pid, port: await listening(child) };
};

/** Port -1 lets the server choose, so no other process can take the port in between; its log tells which. */
const listening = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    const said: string[] = [];
    let port = 0;
    const lines = createInterface({ input: child.stderr as NodeJS.ReadableStream });
    lines.on('line', (line) => {
      if (said.length < 50) said.push(line);
      port ||= Number(/Listening for client connections on \S+:(\d+)/.exec(line)?.[1] ?? 0);
      if (line.includes('Server is ready')) resolve(port);
    });
    lines.once('close', () => reject(new Error(`nats-server ended before it was ready:\n${said.join('\n')}`)));
  });

/** A test runner that is killed cannot stop its servers: this shell sees its end of the pipe close and does it. */
const guard = (child: ChildProcess, pid: number): void => {
  const shell = spawn('sh', ['-c', `read _; kill -9 ${pid}`], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  shell.unref();
  child.once('exit', () => shell.kill('SIGKILL'));
};

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
};
