import { createMetrics, type Logger, type Metrics, type Tracing } from '@noroshi/telemetry';
import { Consumers } from './consumers.js';

/** `full`: it answers, and takes nothing in. `refused`: it is there, and one of both does not let the other in. */
export type DependencyState = 'up' | 'down' | 'full' | 'refused';
export type DependencyStates = Readonly<Record<string, DependencyState>>;

/** What `/readyz` answers. */
export interface Readiness {
  readonly status: 'ready' | 'starting' | 'not ready' | 'draining';
  readonly dependencies: DependencyStates;
}

export interface OperationsOptions {
  readonly logger: Logger;
  readonly tracing?: Tracing | undefined;
}

/** What a process tells of itself to those who operate it, whether or not there is a port on which they may ask. */
export class Operations {
  readonly metrics: Metrics = createMetrics();
  readonly tracing: Tracing | undefined;
  readonly consumers: Consumers;
  #states: (() => Promise<DependencyStates>) | undefined;
  #refresh: () => Promise<void> = () => Promise.resolve();
  #isDraining = false;

  constructor({ logger, tracing }: OperationsOptions) {
    this.tracing = tracing;
    this.consumers = new Consumers({ metrics: this.metrics, tracing, logger });
  }

  /** To be called when the process does its work: from then on it is ready while everything it needs is up. */
  dependsOn(states: () => Promise<DependencyStates>): void {
    this.#states = states;
  }

  /** The same for one that needs a connection to NATS, whatever its consumers wait for, and more. */
  worksWith(nats: { state(): Promise<DependencyStates> }, more: () => DependencyStates = () => ({})): void {
    this.dependsOn(async () => ({ ...(await nats.state()), ...this.consumers.states(), ...more() }));
  }

  /** Called before each scrape, for gauges that have to be asked for. Must not throw. */
  beforeScrape(refresh: () => Promise<void>): void {
    this.#refresh = refresh;
  }

  /** Nobody new is to be sent here any more. */
  drain(): void {
    this.#isDraining = true;
  }

  async readiness(): Promise<Readiness> {
    const dependencies = await this.#states?.();
    if (this.#isDraining) return { status: 'draining', dependencies: dependencies ?? {} };
    if (!dependencies) return { status: 'starting', dependencies: {} };
    const isReady = Object.values(dependencies).every((state) => state === 'up');
    return { status: isReady ? 'ready' : 'not ready', dependencies };
  }

  async scrape(): Promise<{ readonly contentType: string; readonly text: string }> {
    await this.#refresh();
    return { contentType: this.metrics.contentType, text: await this.metrics.text() };
  }
}
