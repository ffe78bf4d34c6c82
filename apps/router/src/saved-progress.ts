import { Outage, untilReachable, type BackOff, type CheckpointStore, type Position } from '@noroshi/event-sourcing';

export interface SavedProgressOptions {
  readonly checkpoints: CheckpointStore;
  /** Of the checkpoint. */
  readonly name: string;
  /** Where the one begins that has never come anywhere. @throws Outage */
  readonly origin: () => Promise<Position>;
  readonly pauses: BackOff;
  readonly onWaiting: (cause: unknown) => void;
}

/** What is told again after a crash is at most what was told within this. */
const SAVE_EVERY_MS = 250;

/**
 * How far a pipeline has come, kept in the log's own server.
 *
 * Saved a little later, because most events are of no interest and pass at the speed of the log. What is kept is the position
 * and one more, so that having come nowhere yet is told from never having begun: an empty log has a position of 0 as well.
 */
export class SavedProgress {
  /** Everything up to here was dealt with before this one began. */
  readonly start: Position;
  private current: Position;
  private saved: Position;
  private timer: NodeJS.Timeout | undefined;
  private saving: Promise<void> = Promise.resolve();

  private constructor(
    private readonly options: SavedProgressOptions,
    start: Position,
  ) {
    this.start = start;
    this.current = start;
    this.saved = start;
  }

  /** Waits for the log. */
  static async begin(options: SavedProgressOptions): Promise<SavedProgress> {
    const { checkpoints, name, origin } = options;
    const start = await untilReachable(async () => {
      const kept = await checkpoints.load(name);
      if (kept > 0) return kept - 1;
      const position = await origin();
      await checkpoints.save(name, position + 1);
      return position;
    }, options);
    return new SavedProgress(options, start);
  }

  /** Everything up to here is dealt with. */
  reached(position: Position): void {
    this.current = position;
    this.timer ??= setTimeout(() => this.save(), SAVE_EVERY_MS);
  }

  /** Settles when it is saved, or could not be. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.saving;
    await this.saveNow().catch(ignoreOutage);
  }

  private save(): void {
    this.saving = this.saveNow()
      .catch(ignoreOutage)
      .then(() => {
        this.timer = undefined;
        if (this.saved < this.current) this.reached(this.current);
      });
  }

  private async saveNow(): Promise<void> {
    const position = this.current;
    if (position === this.saved) return;
    await this.options.checkpoints.save(this.options.name, position + 1);
    this.saved = position;
  }
}

/** The next one saves it too. */
function ignoreOutage(cause: unknown): void {
  if (!(cause instanceof Outage)) throw cause;
}
