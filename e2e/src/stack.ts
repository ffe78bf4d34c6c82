import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { eventually, freePort } from '@noroshi/testing';
import { signToken } from './tokens.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

const READY = /^noroshi ready (http:\/\/\S+)$/;

export interface StackOptions {
  /** Settings on top of those a stack of its own needs. */
  readonly env?: Readonly<Record<string, string>>;
  /** To start again on what another stack left. */
  readonly dataDir?: string;
  /** With a MongoDB and Kafka, as `npm run start:full`. */
  readonly full?: boolean;
}

/** How a start ended that did not come to be ready, or a stack that was stopped. */
export interface Ending {
  readonly code: number | null;
  /** What it told on stderr, without what the installation and the build said. */
  readonly said: readonly string[];
}

/** The key that the stacks of the tests take, so that tests can make tokens of any kind. */
export const SECRET = 'an end-to-end secret of at least 32 bytes';

/** The product as a user starts it: one command, a ready line, and files that tell the process ids. */
export class Stack {
  readonly url: string;
  readonly dataDir: string;
  readonly port: number;
  readonly #process: ChildProcess;
  /** What it told on stderr. */
  readonly said: readonly string[];

  private constructor(parts: { url: string; dataDir: string; process: ChildProcess; said: readonly string[] }) {
    this.url = parts.url;
    this.port = Number(new URL(parts.url).port);
    this.dataDir = parts.dataDir;
    this.#process = parts.process;
    this.said = parts.said;
  }

  /** Resolves at the ready line. @throws Error with what was told when the start failed */
  static async start(options: StackOptions = {}): Promise<Stack> {
    const launched = await launch(options);
    const url = await Promise.race([launched.ready, launched.ended.then(() => undefined)]);
    if (url === undefined) {
      forget(launched, options);
      throw new Error(`The stack did not start:\n${launched.said.join('\n')}`);
    }
    return new Stack({ url, ...launched });
  }

  /** A start that is expected to fail. @throws Error when it does not */
  static async failToStart(options: StackOptions): Promise<Ending> {
    const launched = await launch(options);
    const started = await Promise.race([launched.ready, launched.ended.then(() => undefined)]);
    if (started !== undefined) launched.process.kill('SIGTERM');
    await launched.ended;
    forget(launched, options);
    if (started !== undefined) throw new Error('The stack started, and should not have');
    return { code: launched.process.exitCode, said: launched.said };
  }

  get socketUrl(): string {
    return this.url.replace(/^http/, 'ws');
  }

  /** Of the nats-server that the stack started. */
  get natsUrl(): string {
    const url = /nats-server answers on (nats:\S+)/.exec(this.said.join('\n'))?.[1];
    if (url === undefined) throw new Error('The stack did not say where its nats-server is');
    return url;
  }

  /** Names of the children to their process ids, as `DATA_DIR/run` tells them now. */
  pids(): Record<string, number> {
    const folder = join(this.dataDir, 'run');
    const names = readdirSync(folder)
      .filter((file) => file.endsWith('.pid'))
      .map((file) => file.slice(0, -4));
    return Object.fromEntries(names.map((name) => [name, Number(readFileSync(join(folder, `${name}.pid`), 'utf8'))]));
  }

  /** SIGKILL, unannounced. Gives the id of the process that was killed. */
  kill(name: string): number {
    const pid = this.pids()[name];
    if (!pid) throw new Error(`${name} has no process`);
    process.kill(pid, 'SIGKILL');
    return pid;
  }

  /** Resolves when the process runs under another id and the whole stack is ready. */
  async isBack(name: string, formerPid: number): Promise<void> {
    await eventually(() => this.pids()[name] !== formerPid && this.pids()[name] !== undefined, {
      reason: `${name} is started again`,
    });
    await eventually(async () => (await fetch(`${this.url}/readyz`)).ok, {
      reason: `the stack is ready after ${name} was killed`,
    });
  }

  /** What the services logged as errors, for the story of a failure. */
  loggedErrors(): string[] {
    const folder = join(this.dataDir, 'logs');
    return readdirSync(folder).flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .filter((line) => /"level":("error"|50)/.test(line))
        .map((line) => `${file}: ${line.slice(0, 2_000)}`),
    );
  }

  get hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** SIGTERM to the process that the user started, and how it ended. The data stays. */
  async stop(): Promise<Ending> {
    if (!this.hasEnded) {
      const ended = once(this.#process, 'exit');
      this.#process.kill('SIGTERM');
      await ended;
    }
    return { code: this.#process.exitCode, said: this.said };
  }

  /** Stops it and removes what it stored. */
  async discard(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** A token as the identity provider of the tests gives it. */
  token(userId: string, claims: Readonly<Record<string, unknown>> = {}): string {
    return signToken({ claims: { sub: userId, exp: Math.floor(Date.now() / 1000) + 3600, ...claims }, secret: SECRET });
  }
}

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

export const temporaryDir = (): string => mkdtempSync(join(tmpdir(), 'noroshi-e2e-'));

interface Launched {
  readonly process: ChildProcess;
  readonly dataDir: string;
  readonly said: readonly string[];
  readonly ready: Promise<string>;
  /** Resolves when it is gone and all it said has been read. */
  readonly ended: Promise<unknown>;
}

/** Removes a folder that was made for one start only. */
function forget({ dataDir }: Launched, { dataDir: given }: StackOptions): void {
  if (given === undefined) rmSync(dataDir, { recursive: true, force: true });
}

async function launch({ env = {}, dataDir = temporaryDir(), full = false }: StackOptions): Promise<Launched> {
  const child = spawn(process.execPath, [join(root, 'tools/stack/start.mjs'), ...(full ? ['--full'] : [])], {
    cwd: root,
    // Jest's own options and colours are none of the product's.
    env: {
      ...withoutOurs(process.env),
      PORT: String(await freePort()),
      NOROSHI_DATA_DIR: dataDir,
      NOROSHI_JWT_SECRET: SECRET,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const ready = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = READY.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  return { process: child, dataDir, said, ready, ended: once(child, 'close') };
}

export const withoutOurs = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^(NOROSHI_|JEST_|NODE_OPTIONS$|NODE_ENV$|PORT$|HOST$|FORCE_COLOR$)/.test(name),
    ),
  );
