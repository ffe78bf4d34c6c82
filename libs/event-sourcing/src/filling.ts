import type { BackOff } from './back-off.js';
import type { Event, Position } from './event.js';
import type { EventSource, EventSubscription } from './event-subscription.js';
import { Progress } from './in-memory/progress.js';
import { untilReachable } from './outage.js';
import type { HandlingNews, PatientHandling } from './patient-handling.js';
import { runProjection, type Projection } from './projection.js';
import { runBatches, type BatchReactor } from './run-batches.js';

export interface FillingOptions<E extends Event> {
  readonly source: EventSource<E>;
  readonly category: string;
  readonly lanes: readonly string[];
  /** Exclusive. */
  readonly after: Position;
  readonly handling: PatientHandling;
  readonly pauses: BackOff;
  readonly news: HandlingNews;
  /** Told after each event, applied or buried. */
  readonly onPosition: (filling: Filling<E>, position: Position) => void;
}

/** One run over the log, from a position and on, into a projection. */
export class Filling<E extends Event> {
  readonly progress = new Progress();
  private readonly running: Promise<void>;

  private constructor(
    private readonly subscription: EventSubscription<E>,
    /** May be exchanged between two events. */
    public projection: Projection<E>,
    { handling, onPosition }: FillingOptions<E>,
  ) {
    const checkpoints = {
      save: async (_name: string, position: Position) => {
        await this.projection.reached?.(position);
        await this.progress.save(projection.name, position);
        onPosition(this, position);
      },
    };
    this.running = projection.applyAll
      ? runBatches<E>({ subscription, handling, checkpoints, reactor: this.inBatches() })
      : runProjection<E>({ subscription, handling, checkpoints, projection: this.oneByOne() });
    // Nobody may be waiting when it fails: left unhandled on purpose, so that the process ends and starts over.
    void this.running.then(() => undefined);
  }

  static async begin<E extends Event>(options: FillingOptions<E>, projection: Projection<E>): Promise<Filling<E>> {
    const { source, category, lanes, after, pauses, news } = options;
    const subscription = await untilReachable(() => source.subscribe({ category, lanes, after }), {
      pauses,
      onWaiting: (cause) => news.onWaiting(cause),
    });
    const filling = new Filling(subscription, projection, options);
    await filling.progress.save(projection.name, after);
    return filling;
  }

  /** Everything that was stored when it began is in, or in hand where it is taken in by batches, or it was ended before. */
  async caughtUp(): Promise<void> {
    await Promise.race([this.subscription.caughtUp, this.running]);
  }

  /** Settles after the event in hand. */
  async end(): Promise<void> {
    await this.subscription.close();
    await this.running;
  }

  private oneByOne(): Projection<E> {
    return {
      name: this.projection.name,
      apply: (recorded) => this.projection.apply(recorded),
      passOver: (recorded) => this.projection.passOver?.(recorded),
    };
  }

  private inBatches(): BatchReactor<E> {
    return {
      name: this.projection.name,
      handle: async (batch) => {
        await this.projection.applyAll?.(batch);
      },
    };
  }
}
