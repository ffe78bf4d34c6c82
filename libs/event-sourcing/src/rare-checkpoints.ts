import type { CheckpointStore } from './checkpoint-store.js';
import type { Position } from './event.js';
import { Outage } from './outage.js';

export interface RareCheckpointsOptions {
  readonly store: Pick<CheckpointStore, 'save'>;
  /** Milliseconds: at least this long between two of one name. */
  readonly everyMs: number;
  /** Told once in an outage of the store: what could not be saved is saved later. */
  readonly onOutage?: (cause: Outage) => void;
}

/**
 * Saves the last of many checkpoints, now and then: for those who may act again on what came since. Saving each would cost
 * more than acting.
 *
 * Whatever else than an outage goes wrong is left unhandled on purpose, so that the process ends and starts over.
 */
export class RareCheckpoints implements Pick<CheckpointStore, 'save'> {
  private readonly unsaved = new Map<string, Position>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<void> = Promise.resolve();
  private isAway = false;
  private isClosed = false;

  constructor(private readonly options: RareCheckpointsOptions) {}

  save(name: string, position: Position): Promise<void> {
    this.unsaved.set(name, Math.max(position, this.unsaved.get(name) ?? 0));
    this.schedule();
    return Promise.resolve();
  }

  /** Settles when everything is saved, or could not be. Nothing is saved after that. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.saving;
    await this.saveAll();
  }

  private schedule(): void {
    if (this.isClosed) return;
    this.timer ??= setTimeout(() => {
      this.saving = this.saveAll().then(() => {
        this.timer = undefined;
        if (this.unsaved.size > 0) this.schedule();
      });
    }, this.options.everyMs);
  }

  private async saveAll(): Promise<void> {
    const { store, onOutage } = this.options;
    try {
      for (const [name, position] of [...this.unsaved]) {
        await store.save(name, position);
        if (this.unsaved.get(name) === position) this.unsaved.delete(name);
        this.isAway = false;
      }
    } catch (cause) {
      if (!(cause instanceof Outage)) throw cause;
      if (!this.isAway) onOutage?.(cause);
      this.isAway = true;
    }
  }
}
