import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findNatsServer } from '@noroshi/stack';
import { freePort, NatsCluster } from '@noroshi/testing';
import type { Target } from './target.js';
import { signedTokens } from './tokens.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const READY = /^noroshi ready (http:\/\/\S+)$/;
const LEADER = 'nats-leader';
const STREAM = 'ROOMS';

export interface OwnStackOptions {
  readonly seed: number;
  readonly gateways: number;
  /** 1: the stack's own; 3: a cluster of three, and three replicas of every stream. */
  readonly natsServers: number;
  readonly clients: number;
  /** Kinds that may be harmed. */
  readonly kinds: readonly string[];
  readonly say: (line: string) => void;
}

/** Names of what runs, by kind: what a plan may harm. */
export function targetsOf({ gateways, natsServers, kinds }: Omit<OwnStackOptions, 'seed' | 'clients' | 'say'>) {
  const numbered = (kind: string, count: number) => Array.from({ length: count }, (_, index) => `${kind}-${index + 1}`);
  const all: Record<string, string[]> = {
    gateway: numbered('gateway', gateways),
    rooms: ['rooms'],
    messages: ['messages'],
    nats: natsServers > 1 ? [LEADER, ...numbered('nats', natsServers)] : ['nats'],
  };
  return Object.fromEntries(Object.entries(all).filter(([kind]) => kinds.includes(kind)));
}

/** The product as `npm start` runs it, in a data folder of its own. */
export class OwnStack implements Target {
  readonly targets: Target['targets'];
  readonly tokenOf: Target['tokenOf'];

  private constructor(
    options: OwnStackOptions,
    private readonly parts: {
      readonly url: string;
      readonly dataDir: string;
      readonly child: ChildProcess;
      readonly cluster: NatsCluster | undefined;
      readonly secret: string;
    },
  ) {
    this.targets = targetsOf(options);
    this.tokenOf = signedTokens(parts.secret);
  }

  /** @throws Error with its last words when it does not start */
  static async start(options: OwnStackOptions): Promise<OwnStack> {
    const dataDir = mkdtempSync(join(tmpdir(), `noroshi-check-${options.seed}-`));
    const cluster = options.natsServers > 1 ? await startCluster(options, dataDir) : undefined;
    const secret = randomBytes(32).toString('hex');
    const port = await freePort();
    const child = spawn(process.execPath, [join(ROOT, 'tools/stack/start.mjs')], {
      cwd: ROOT,
      env: { ...inherited(), ...settings(options, { port, dataDir, secret, cluster }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      const url = await untilReady(child, join(dataDir, 'stack.log'));
      return new OwnStack(options, { url, dataDir, child, cluster, secret });
    } catch (cause) {
      await cluster?.stop();
      throw cause;
    }
  }

  get url(): string {
    return this.parts.url;
  }

  get dataDir(): string {
    return this.parts.dataDir;
  }

  kill(target: string): Promise<boolean> {
    return this.signal(target, 'SIGKILL');
  }

  async resolve(target: string): Promise<string | undefined> {
    return target === LEADER ? this.parts.cluster?.leader(STREAM) : target;
  }

  signal(target: string, signal: NodeJS.Signals): Promise<boolean> {
    const { cluster } = this.parts;
    if (cluster?.names.includes(target)) return Promise.resolve(cluster.signal(target, signal));
    const pid = this.#pidOf(target);
    return Promise.resolve(pid !== undefined && sent(pid, signal));
  }

  async missing(): Promise<string | undefined> {
    const { cluster } = this.parts;
    if (this.parts.child.exitCode !== null) throw new Error(`The stack ended: see ${join(this.dataDir, 'stack.log')}.`);
    if (cluster && !cluster.isWhole) return 'a nats-server does not run';
    if (cluster && (await cluster.leader(STREAM)) === undefined) return `${STREAM} has no leader`;
    const gone = this.#names().filter((name) => this.#pidOf(name) === undefined);
    return gone.length === 0 ? undefined : `no process of ${gone.join(', ')}`;
  }

  async stop(): Promise<void> {
    const { child, cluster } = this.parts;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    await cluster?.stop();
  }

  discard(): void {
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  #names(): string[] {
    const names = Object.values(this.targets).flat();
    return this.parts.cluster ? names.filter((name) => !name.startsWith('nats')) : names;
  }

  #pidOf(name: string): number | undefined {
    const file = join(this.dataDir, 'run', `${name}.pid`);
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    return pid > 0 ? pid : undefined;
  }
}

/** It may have ended since its id was read. */
function sent(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

async function startCluster({ natsServers, say }: OwnStackOptions, dataDir: string): Promise<NatsCluster> {
  const binary = await findNatsServer({ binDir: join(ROOT, '.noroshi/bin'), env: process.env, say });
  return NatsCluster.start({ binary, folder: join(dataDir, 'cluster'), servers: natsServers });
}

interface Place {
  readonly port: number;
  readonly dataDir: string;
  readonly secret: string;
  readonly cluster: NatsCluster | undefined;
}

const settings = ({ gateways, clients, natsServers }: OwnStackOptions, place: Place): Record<string, string> => ({
  PORT: String(place.port),
  HOST: '127.0.0.1',
  NOROSHI_DATA_DIR: place.dataDir,
  NOROSHI_JWT_SECRET: place.secret,
  NOROSHI_GATEWAYS: String(gateways),
  NOROSHI_DEFAULT_MAX_MEMBERS: String(clients + 100),
  NOROSHI_MAX_CONNECTIONS_PER_ADDRESS: '0',
  ...(place.cluster ? { NATS_URL: place.cluster.url, NOROSHI_LOG_REPLICAS: String(natsServers) } : {}),
});

/** The run must not depend on what the shell happens to set. */
const inherited = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(NOROSHI_|JEST_|NODE_OPTIONS$|NATS_URL$|MONGO_URL$|KAFKA_(BROKERS|SASL|TLS))/.test(name),
    ),
  );

/** What it says goes to a file, for the evidence. */
async function untilReady(child: ChildProcess, log: string): Promise<string> {
  const file = createWriteStream(log);
  const words: string[] = [];
  const ready = new Promise<string>((resolve) => {
    for (const input of [child.stdout, child.stderr]) {
      if (!input) continue;
      createInterface({ input }).on('line', (line) => {
        file.write(`${new Date().toISOString()} ${line}\n`);
        words.push(line);
        const url = READY.exec(line)?.[1];
        if (url !== undefined) resolve(url);
      });
    }
  });
  const url = await Promise.race([ready, once(child, 'exit').then(() => undefined)]);
  if (url === undefined) throw new Error(`The stack did not start:\n${words.slice(-12).join('\n')}`);
  return url;
}
