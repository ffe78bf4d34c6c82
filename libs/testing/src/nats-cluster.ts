import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, closeSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { freePorts } from './free-port.js';
import { natsServerBinary } from './nats-server-binary.js';

export interface NatsClusterOptions {
  /** The one for tests unless given. */
  readonly binary?: string;
  /** Where stores, configurations and logs are put; nobody removes it. */
  readonly folder: string;
  readonly servers: number;
}

interface Member {
  readonly name: string;
  readonly port: number;
  readonly args: readonly string[];
  readonly log: string;
  process: ChildProcess | undefined;
}

const RESTART_MS = 150;
const START_MS = 30_000;
const PAUSE_MS = 100;
const GRACE_MS = 5_000;

/** Several nats-servers as one JetStream cluster on this host. A server that dies is started again. */
export class NatsCluster {
  readonly #members: readonly Member[];
  #connection: NatsConnection | undefined;
  #stopping = false;

  private constructor(members: readonly Member[]) {
    this.#members = members;
  }

  /** Resolves when the cluster has a leader and takes streams. */
  static async start({ binary = natsServerBinary(), folder, servers }: NatsClusterOptions): Promise<NatsCluster> {
    const ports = await freePorts(2 * servers);
    const routes = ports.slice(servers).map((port) => `nats-route://127.0.0.1:${port}`);
    const members = ports.slice(0, servers).map((port, index): Member => {
      const name = `nats-${index + 1}`;
      const home = join(folder, name);
      mkdirSync(home, { recursive: true });
      const config = join(home, 'nats.conf');
      writeFileSync(config, configOf({ name, port, route: ports[servers + index] ?? 0, routes, home }));
      return { name, port, args: [binary, '-c', config], log: join(home, 'log'), process: undefined };
    });
    const cluster = new NatsCluster(members);
    for (const member of members) cluster.#run(member);
    await cluster.#untilLed();
    return cluster;
  }

  get url(): string {
    return this.#members.map(({ port }) => `nats://127.0.0.1:${port}`).join(',');
  }

  get names(): string[] {
    return this.#members.map(({ name }) => name);
  }

  get isWhole(): boolean {
    return this.#members.every(({ process }) => process !== undefined);
  }

  /** The name of the server that leads a stream; undefined while none does. */
  async leader(stream: string): Promise<string | undefined> {
    if (!this.#connection) return undefined;
    try {
      const manager = await jetstreamManager(this.#connection, { timeout: 1_000 });
      return (await manager.streams.info(stream)).cluster?.leader;
    } catch {
      return undefined;
    }
  }

  signal(name: string, signal: NodeJS.Signals): boolean {
    return this.#members.find((member) => member.name === name)?.process?.kill(signal) ?? false;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#connection?.close();
    const running = this.#members.flatMap((member) => (member.process ? [member.process] : []));
    await Promise.all(running.map(end));
  }

  #run(member: Member): void {
    const log = openSync(member.log, 'a');
    const [binary = '', ...args] = member.args;
    const child = spawn(binary, args, { detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    member.process = child;
    guard(child);
    const onEnd = async (): Promise<void> => {
      member.process = undefined;
      await delay(RESTART_MS);
      if (!this.#stopping) this.#run(member);
    };
    child.once('error', () => undefined);
    child.once('exit', () => void onEnd());
  }

  async #untilLed(): Promise<void> {
    const deadline = performance.now() + START_MS;
    while (performance.now() < deadline) {
      try {
        this.#connection ??= await connect({
          servers: this.url.split(','),
          maxReconnectAttempts: -1,
          reconnectTimeWait: 100,
        });
        const manager = await jetstreamManager(this.#connection, { timeout: 1_000 });
        // Made and removed: only a cluster with a leader and enough members does that.
        const probe = { name: 'PROBE', subjects: ['probe'], num_replicas: this.#members.length };
        await manager.streams.add(probe);
        await manager.streams.delete(probe.name);
        return;
      } catch {
        await delay(PAUSE_MS);
      }
    }
    await this.stop();
    throw new Error(`The ${this.#members.length} nats-servers did not become a cluster within ${START_MS / 1000} s.`);
  }
}

interface ServerConfig {
  readonly name: string;
  readonly port: number;
  readonly route: number;
  readonly routes: readonly string[];
  readonly home: string;
}

const configOf = ({ name, port, route, routes, home }: ServerConfig): string =>
  [
    `server_name: ${name}`,
    `listen: 127.0.0.1:${port}`,
    `jetstream { store_dir: ${JSON.stringify(home)} }`,
    `cluster { name: noroshi, listen: 127.0.0.1:${route}, routes: [${routes.join(', ')}] }`,
    '',
  ].join('\n');

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await gone;
  clearTimeout(killer);
};

/** Whoever kills this process leaves no servers behind: the shell sees its end of the pipe close, and ends them. */
const guard = (child: ChildProcess): void => {
  if (child.pid === undefined) return;
  const script = `read _; kill -9 ${child.pid}`;
  const shell = spawn('sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  shell.unref();
  child.once('exit', () => shell.kill('SIGKILL'));
};
