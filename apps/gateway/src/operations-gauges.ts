import { readModels } from '@noroshi/domain';
import {
  Outage,
  readModelAddress,
  type CommandBus,
  type DeadLetters,
  type ReadModelStatus,
} from '@noroshi/event-sourcing';
import type { GaugeMetric, Metrics } from '@noroshi/telemetry';

export interface OperationsGaugesOptions {
  readonly metrics: Metrics;
  readonly bus: Pick<CommandBus, 'request'>;
  readonly deadLetters: Pick<DeadLetters, 'list'>;
}

/** Scrapes come every few seconds, from several sides. */
const FRESH_MS = 2_000;
const PATIENCE_MS = 500;
/** More than these are told as these: by then somebody looks. */
const COUNTED = 1_000;

/** What other services hold, in this gateway's metrics: where nobody gave them a port of their own there is no other way. */
export class OperationsGauges {
  readonly #options: OperationsGaugesOptions;
  readonly #letters: GaugeMetric<'consumer'>;
  readonly #positions: GaugeMetric<'model'>;
  readonly #rebuilds: GaugeMetric<'model'>;
  readonly #consumers = new Set<string>(readModels);
  #fresh: { readonly until: number; readonly done: Promise<unknown> } | undefined;

  constructor(options: OperationsGaugesOptions) {
    this.#options = options;
    const { metrics } = options;
    this.#letters = metrics.gauge('noroshi_dead_letters_count');
    this.#positions = metrics.gauge('noroshi_read_model_position');
    this.#rebuilds = metrics.gauge('noroshi_read_model_rebuild_ratio');
  }

  /** Settles soon, also while nobody answers: then the last values stand. */
  async refresh(now = Date.now()): Promise<void> {
    if (!this.#fresh || now >= this.#fresh.until) {
      this.#fresh = { until: now + FRESH_MS, done: this.#readAll() };
    }
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    await Promise.race([this.#fresh.done, patience]);
  }

  async #readAll(): Promise<void> {
    const reads = [this.#readLetters(), ...readModels.map((name) => this.#readModel(name))];
    await Promise.all(
      reads.map((read) =>
        read.catch((cause: unknown) => {
          if (!(cause instanceof Outage)) throw cause;
        }),
      ),
    );
  }

  async #readLetters(): Promise<void> {
    const { items } = await this.#options.deadLetters.list({ limit: COUNTED });
    for (const { consumer } of items) this.#consumers.add(consumer);
    for (const consumer of this.#consumers) {
      this.#letters.set({ consumer }, items.filter((letter) => letter.consumer === consumer).length);
    }
  }

  async #readModel(model: string): Promise<void> {
    const address = readModelAddress(model, 'status');
    const { position, rebuilding } = (await this.#options.bus.request(address, {})) as ReadModelStatus;
    this.#positions.set({ model }, position);
    this.#rebuilds.set({ model }, rebuilding ? Math.min(1, rebuilding.position / Math.max(1, rebuilding.target)) : 1);
  }
}
