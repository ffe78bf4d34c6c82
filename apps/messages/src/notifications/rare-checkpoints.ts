import type { CheckpointStore, Position } from '@noroshi/event-sourcing';

export interface RareCheckpointsOptions {
  readonly store: CheckpointStore;
  /** At least this long between two. */
  readonly everyMs: number;
  /** Told when one could not be saved: a later one is. */
  readonly onFailure: (cause: unknown) => void;
}

/**
 * Saves the last of many checkpoints, now and then: for reactors that may react again to what came since. Saving each would
 * cost more than reacting.
 */
export class RareCheckpoints implements CheckpointStore {
  private unsaved: { readonly name: string; readonly position: Position } | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: RareCheckpointsOptions) {}

  load(name: string): Promise<Position> {
    return this.options.store.load(name);
  }

  save(name: string, position: Position): Promise<void> {
    this.unsaved = { name, position };
    this.timer ??= setTimeout(() => void this.flush(), this.options.everyMs);
    return Promise.resolve();
  }

  reset(name: string): Promise<void> {
    return this.options.store.reset(name);
  }

  /** Saves what is not saved yet. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { unsaved } = this;
    this.unsaved = undefined;
    if (!unsaved) return;
    try {
      await this.options.store.save(unsaved.name, unsaved.position);
    } catch (cause) {
      this.options.onFailure(cause);
    }
  }
}
