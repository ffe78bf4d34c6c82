import type { BackOff } from './back-off.js';
import type { Event, Position } from './event.js';
import type { EventSource, EventSubscription } from './event-subscription.js';
import { Progress } from './in-memory/progress.js';
import { untilReachable } from './outage.js';
import type { HandlingNews, PatientHandling } from './patient-handling.js';
import { runProjection, type Projection } from './projection.js';

export interface FillingOptions<E extends Event> {
  readonly source: EventSource<E>;
  readonly category: string;
  readonly lanes: readonly string[];
  readonly handling: PatientHandling;
  readonly pauses: BackOff;
  readonly news: HandlingNews;
  /** Told after each event, applied or buried. */
  readonly onPosition: (filling: Filling<E>, position: Position) => void;
}

/** One run over the log, from its beginning and on, into a projection. */
export class Filling<E extends Event> {
  readonly progress = new Progress();
  private readonly running: Promise<void>;

  private constructor(
    private readonly subscription: EventSubscription<E>,
    /** May be exchanged between two events. */
    public projection: Projection<E>,
    { handling, onPosition }: FillingOptions<E>,
  ) {
    this.running = runProjection<E>({
      subscription,
      projection: {
        name: projection.name,
        apply: (recorded) => this.projection.apply(recorded),
        passOver: (recorded) => this.projection.passOver?.(recorded),
      },
      checkpoints: {
        save: async (name, position) => {
          await this.progress.save(name, position);
          onPosition(this, position);
        },
      },
      handling,
    });
    // Nobody may be waiting when it fails: left unhandled on purpose, so that the process ends and starts over.
    void this.running.then(() => undefined);
  }

  static async begin<E extends Event>(options: FillingOptions<E>, projection: Projection<E>): Promise<Filling<E>> {
    const { source, category, lanes, pauses, news } = options;
    const subscription = await untilReachable(() => source.subscribe({ category, lanes, after: 0 }), {
      pauses,
      onWaiting: (cause) => news.onWaiting(cause),
    });
    return new Filling(subscription, projection, options);
  }

  /** Everything that was stored when it began is in, or it was ended before. */
  async caughtUp(): Promise<void> {
    await Promise.race([this.subscription.caughtUp, this.running]);
  }

  /** Settles after the event in hand. */
  async end(): Promise<void> {
    await this.subscription.close();
    await this.running;
  }
}
