import {
  RareCheckpoints,
  untilReachable,
  type BackOff,
  type CheckpointStore,
  type Position,
} from '@noroshi/event-sourcing';

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
  private constructor(
    /** Everything up to here was dealt with before this one began. */
    readonly start: Position,
    private readonly name: string,
    private readonly kept: RareCheckpoints,
  ) {}

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
    return new SavedProgress(start, name, new RareCheckpoints({ store: checkpoints, everyMs: SAVE_EVERY_MS }));
  }

  /** Everything up to here is dealt with. */
  reached(position: Position): void {
    void this.kept.save(this.name, position + 1);
  }

  /** Settles when it is saved, or could not be. */
  close(): Promise<void> {
    return this.kept.close();
  }
}
