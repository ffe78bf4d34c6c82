import { setTimeout as delay } from 'node:timers/promises';
import { ModelClient } from '../client/model-client.js';
import { FaultRunner } from '../faults/fault-runner.js';
import { Recovery } from '../faults/recovery.js';
import type { Plan } from '../plan/plan.js';
import { Random } from '../random.js';
import type { Story } from '../story.js';
import { unreadiness } from '../target/readiness.js';
import type { Target } from '../target/target.js';
import { TcpProxy } from '../target/tcp-proxy.js';

export interface LoadOptions {
  readonly plan: Plan;
  readonly seed: number;
  readonly rooms: readonly string[];
  readonly durationMs: number;
  readonly target: Target;
  readonly story: Story;
  readonly signal: AbortSignal;
}

/** No fault begins in the last moments: what it did is to be seen. */
const QUIET_END_MS = 3_000;

/** The people, the network between them and the cluster, and what happens to both. */
export class Load {
  readonly recovery: Recovery;
  /** Milliseconds from the loss of a connection to being in all rooms again. */
  readonly returns: number[] = [];
  readonly #options: LoadOptions;
  readonly #random: Random;
  #clients: ModelClient[] = [];
  #proxy: TcpProxy | undefined;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#random = new Random(`run ${options.seed}`);
    this.recovery = new Recovery(options.rooms);
  }

  get clients(): readonly ModelClient[] {
    return this.#clients;
  }

  /** Connects everybody. */
  async begin(): Promise<void> {
    const { plan, rooms, story, target } = this.#options;
    const url = await this.#throughProxy(new URL(target.url));
    this.#clients = await Promise.all(
      plan.clients.map(async (client) => {
        const { user, token } = await target.tokenOf(client.user);
        return new ModelClient({
          plan: { ...client, user },
          ...{ rooms, url, token, story },
          random: this.#random.fork(client.name),
          onAccepted: ({ roomId, sentAt }, at) => this.recovery.accepted({ roomId, sentAt: sentAt ?? 0, at }),
          onBack: (ms) => this.returns.push(ms),
        });
      }),
    );
  }

  /** Plays the plan to its end. */
  async play(): Promise<FaultRunner> {
    const { plan, target, story, durationMs, signal } = this.#options;
    const beganAt = story.now();
    const faults = new FaultRunner({
      ...{ target, story, signal, faults: plan.faults, recovery: this.recovery },
      cut: (share, random) => this.#cut(share, random),
      random: this.#random.fork('cuts'),
      ailment: () => this.ailment(),
      endsAt: beganAt + durationMs - QUIET_END_MS,
    });
    await Promise.all([this.#talk(beganAt), faults.run(beganAt)]);
    return faults;
  }

  /** What does not run, or who is not in their rooms, in words; undefined when all is well. */
  async ailment(): Promise<string | undefined> {
    const { target } = this.#options;
    const away = this.#clients.filter(({ settled }) => !settled).map(({ ledger }) => ledger.client);
    if (away.length > 0) return `not in their rooms: ${away.join(', ')}`;
    return (await target.missing()) ?? unreadiness(target.url);
  }

  /** Everybody goes: one half says so, the other half is just gone. */
  async end(): Promise<void> {
    await Promise.all(this.#clients.map((client, index) => client.close(index % 2 === 0 ? 'close' : 'drop')));
    await this.#proxy?.close();
  }

  async #talk(beganAt: number): Promise<void> {
    const { plan, story, durationMs, signal } = this.#options;
    for (const step of [...plan.steps, { at: durationMs, client: -1 } as const]) {
      const wait = beganAt + step.at - story.now();
      if (wait > 0) await delay(wait, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      if ('do' in step) this.#clients[step.client]?.perform(step);
    }
  }

  /** TLS is for the server's own name: there nothing can stand in between, and the clients cut their own connections. */
  async #throughProxy(target: URL): Promise<string> {
    const address = new URL('/ws?rooms=many', target);
    address.protocol = target.protocol === 'https:' ? 'wss:' : 'ws:';
    if (target.protocol === 'https:') return address.href;
    this.#proxy = await TcpProxy.open(target.hostname, Number(target.port || 80));
    address.host = `127.0.0.1:${this.#proxy.port}`;
    return address.href;
  }

  #cut(share: number, random: Random): number {
    if (this.#proxy) return this.#proxy.cut(share, random);
    const chosen = random.shuffled(this.#clients).slice(0, Math.ceil(this.#clients.length * share));
    for (const client of chosen) client.cut();
    return chosen.length;
  }
}
