import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { serverNames, type BackingServer } from './backing-server.js';
import { Child } from './child.js';
import { startGuardian } from './guardian.js';
import { followLog } from './log-tail.js';
import { lastLines } from './log-file.js';
import { readable } from './log-line.js';
import { NatsProcess } from './nats-process.js';
import { endOrphans } from './orphans.js';
import { untilReady, type Address } from './readiness.js';
import { launchService, saysReady, type Service } from './service.js';
import { StartFailed } from './start-failed.js';
import { untilAborted } from './until-aborted.js';

export interface Stack {
  readonly dataDir: string;
  /** The nats-server to start, or the URL of one that runs already. */
  readonly nats: { readonly binary: string; readonly debug?: boolean } | { readonly url: string };
  /** Others that the services use; none unless given. */
  readonly servers?: readonly BackingServer[];
  /** Drained after the gateways, before the servers. */
  readonly services: readonly Service[];
  readonly gateways: readonly Service[];
  readonly address: Address;
  readonly env: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
  /** Milliseconds that gateways get to send their clients away; 20,000 unless given. */
  readonly gatewayGraceMs?: number;
  /** Milliseconds until a first start has failed; a minute unless given. */
  readonly startTimeoutMs?: number;
}

const START_TIMEOUT_MS = 60_000;
const GRACE_MS = { gateways: 20_000, services: 10_000, servers: 15_000 };

/**
 * Runs a stack until `stop` is aborted, then drains it: gateways, services, servers. `onReady` is called once, when
 * everything has answered. Whatever was started is gone when this settles.
 * @throws StartFailed when the first start does not succeed.
 */
export const runStack = async (stack: Stack, stop: AbortSignal, onReady: () => void): Promise<void> => {
  const running = new RunningStack(stack);
  try {
    await running.endOrphans();
    const endGuardian = startGuardian(running.runDir);
    try {
      const started = await Promise.race([running.start(stop), untilAborted(stop)]);
      if (started === 'answers') onReady();
      await untilAborted(stop);
    } finally {
      await running.drain();
      endGuardian();
    }
  } finally {
    running.close();
  }
};

type ChildParts = Pick<ConstructorParameters<typeof Child>[0], 'name' | 'launch' | 'answers'>;

class RunningStack {
  readonly runDir: string;
  private readonly servers: Child[] = [];
  private services: Child[] = [];
  private gateways: Child[] = [];
  private readonly closers: (() => void)[] = [];

  constructor(private readonly stack: Stack) {
    this.runDir = join(stack.dataDir, 'run');
  }

  async endOrphans(): Promise<void> {
    const { services, gateways, dataDir, say } = this.stack;
    const marks = [
      ...serverNames.map((name) => join(dataDir, name)),
      ...[...services, ...gateways].map(({ entry }) => entry),
    ];
    const ended = await endOrphans(this.runDir, marks);
    if (ended.length > 0) say(`ended what an earlier start left running: ${ended.join(', ')}`);
  }

  async start(stop: AbortSignal): Promise<'answers'> {
    const timeout = this.stack.startTimeoutMs ?? START_TIMEOUT_MS;
    const deadline = AbortSignal.timeout(timeout);
    await Promise.race([this.startInOrder(AbortSignal.any([stop, deadline])), this.failAt(deadline, timeout)]);
    return 'answers';
  }

  async drain(): Promise<void> {
    await stopAll(this.gateways, this.stack.gatewayGraceMs ?? GRACE_MS.gateways);
    await stopAll(this.services, GRACE_MS.services);
    await stopAll(this.servers, GRACE_MS.servers);
  }

  close(): void {
    for (const close of this.closers) close();
  }

  private async startInOrder(stop: AbortSignal): Promise<void> {
    const [natsUrl] = await Promise.all([this.startNats(), this.startServers()]);
    if (stop.aborted) return;
    const told = (this.stack.servers ?? []).map(({ env }) => env);
    const env = Object.assign({ ...this.stack.env, NATS_URL: natsUrl }, ...told) as Record<string, string>;
    this.services = this.stack.services.map((service) => this.startService(service, env));
    this.gateways = this.stack.gateways.map((service) => this.startService(service, env));
    this.stack.say(`starting ${[...this.services, ...this.gateways].map(({ name }) => name).join(', ')}`);
    await Promise.all([...this.services, ...this.gateways].map(({ answered }) => answered));
    await untilReady(this.stack.address, stop);
  }

  private async startNats(): Promise<string> {
    const { nats, dataDir, address, say } = this.stack;
    if ('url' in nats) return nats.url;
    const logFile = this.logFile('nats');
    const server = new NatsProcess({
      binary: nats.binary,
      storeDir: join(dataDir, 'nats'),
      logFile,
      debug: nats.debug ?? false,
      takenPort: address.port,
    });
    const child = this.supervise({
      name: 'nats',
      launch: () => server.launch(),
      answers: (_, gone) => server.answers(gone),
    });
    this.servers.push(child);
    await child.answered;
    say(`nats-server answers on ${server.url}`);
    return server.url;
  }

  /** Their logs are theirs: only their last words are shown, when a start fails. */
  private async startServers(): Promise<void> {
    const { servers = [], say } = this.stack;
    const starting = servers.map(async (server) => {
      const child = this.child({
        name: server.name,
        launch: () => server.launch(),
        answers: (_, gone) => server.answers(gone),
      });
      this.servers.push(child);
      await child.answered;
      say(
        `${server.name} answers: ${Object.entries(server.env)
          .map((pair) => pair.join('='))
          .join(' ')}`,
      );
    });
    await Promise.all(starting);
  }

  private startService(service: Service, env: Readonly<Record<string, string>>): Child {
    const logFile = this.logFile(service.name);
    return this.supervise({
      name: service.name,
      launch: () => Promise.resolve(launchService({ service, env, logFile })),
      answers: saysReady,
    });
  }

  private supervise(options: ChildParts): Child {
    this.closers.push(followLog(this.logFile(options.name), (line) => this.stack.say(`${options.name}: ${line}`)));
    return this.child(options);
  }

  private child(options: ChildParts): Child {
    return new Child({ ...options, runDir: this.runDir, logFile: this.logFile(options.name), say: this.stack.say });
  }

  private async failAt(deadline: AbortSignal, timeoutMs: number): Promise<never> {
    await untilAborted(deadline);
    const silent = await this.firstSilent();
    const lines = silent ? lastLines(silent.logFile, 12).map(readable) : [];
    const what = silent ? `${silent.name} did not answer` : 'GET /readyz did not answer 200';
    const where = join(this.stack.dataDir, 'logs');
    throw new StartFailed(`${what} within ${timeoutMs / 1000} s: look into ${where} and start again.`, lines);
  }

  private async firstSilent(): Promise<Child | undefined> {
    for (const child of [...this.servers, ...this.services, ...this.gateways]) {
      const state = await Promise.race([child.answered.then(() => 'answers'), delay(0, 'silent')]);
      if (state === 'silent') return child;
    }
    return undefined;
  }

  private logFile(name: string): string {
    return join(this.stack.dataDir, 'logs', `${name}.log`);
  }
}

const stopAll = async (children: readonly Child[], graceMs: number): Promise<void> => {
  await Promise.all(children.map((child) => child.stop(graceMs)));
};
