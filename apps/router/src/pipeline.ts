import {
  exhume,
  failedReplay,
  Outage,
  PatientHandling,
  replayOutcome,
  untilReachable,
  type BackOff,
  type CheckpointStore,
  type DeadLetters,
  type Event,
  type EventSource,
  type EventStore,
  type EventSubscription,
  type HandlingNews,
  type Position,
  type RecordedEvent,
  type ReplayOutcome,
} from '@noroshi/event-sourcing';
import type { Delivery, Translation } from './deliveries/delivery.js';
import { SavedProgress } from './saved-progress.js';
import { TargetAway, type Target } from './targets/target.js';

export interface PipelineOptions<E extends Event> {
  /** Of its checkpoint and of its dead letters: lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly source: EventSource<E>;
  readonly store: Pick<EventStore<E>, 'epoch' | 'readAt'>;
  readonly translation: Translation<E>;
  readonly admits: (delivery: Delivery) => boolean;
  readonly target: Target;
  /** Where a new one begins. @throws Outage */
  readonly origin: () => Promise<Position>;
  readonly checkpoints: CheckpointStore;
  readonly deadLetters: DeadLetters;
  readonly maxTries: number;
  readonly pauses: BackOff;
  readonly news: HandlingNews;
}

/** A try that is under way when everything stops has this long to end. */
const LAST_TRY_MS = 3_000;

/**
 * One log to one target: in order, each event at least once, one at a time.
 *
 * While the target is away everything waits for it, for as long as the log keeps it, and nothing else does. What it answers
 * with no goes to the dead letters after some tries, and the next one has its turn.
 */
export class Pipeline<E extends Event> {
  private running: Promise<void> = Promise.resolve();

  private readonly handling: PatientHandling;
  private readonly progress: SavedProgress;
  private readonly subscription: EventSubscription<E>;

  private constructor(
    private readonly options: PipelineOptions<E>,
    begun: {
      readonly handling: PatientHandling;
      readonly progress: SavedProgress;
      readonly subscription: EventSubscription<E>;
    },
  ) {
    this.handling = begun.handling;
    this.progress = begun.progress;
    this.subscription = begun.subscription;
  }

  /** Waits for the log. Runs in the background until it is stopped; a failure that is nobody's is left unhandled, to end the process. */
  static async start<E extends Event>(options: PipelineOptions<E>): Promise<Pipeline<E>> {
    const { name, store, source, translation, deadLetters, maxTries, pauses, news, checkpoints, origin } = options;
    const { epoch } = store;
    const onWaiting = (cause: unknown) => news.onWaiting(cause);
    const handling = await PatientHandling.begin({ consumer: name, epoch, deadLetters, maxTries, pauses, news });
    const progress = await SavedProgress.begin({ checkpoints, name: `${name}-${epoch}`, origin, pauses, onWaiting });
    const { category, lanes, needsHistory } = translation;
    const after = needsHistory ? 0 : progress.start;
    const subscribing = () => source.subscribe({ category, lanes, after });
    const subscription = await untilReachable(subscribing, { pauses, onWaiting });
    const pipeline = new Pipeline(options, { handling, progress, subscription });
    pipeline.running = pipeline.run();
    void pipeline.running.then(() => undefined);
    return pipeline;
  }

  /** Tells once more what was given up on; its letter goes if that works. @throws Outage */
  async replay(id: string): Promise<ReplayOutcome> {
    const { name, store, deadLetters } = this.options;
    const found = await exhume(id, { consumer: name, store, deadLetters });
    return found.kind === 'found' ? this.tellAgain(found.recorded, found.letter.tries) : found;
  }

  async stop(): Promise<void> {
    const { target, pauses } = this.options;
    pauses.end();
    this.handling.stop();
    const impatience = setTimeout(() => target.giveUp(), LAST_TRY_MS);
    await this.subscription.close();
    await this.running;
    clearTimeout(impatience);
    target.close();
    await this.progress.close();
  }

  private async tellAgain(recorded: RecordedEvent<E>, tries: number): Promise<ReplayOutcome> {
    const { translation, admits } = this.options;
    const due = (await translation.again(recorded)).filter(admits);
    if (due.length === 0) return failedReplay('no rule sends this event there any more');
    try {
      return replayOutcome(await this.handling.retry(recorded, { tries, work: this.telling(due) }));
    } catch (cause) {
      if (cause instanceof TargetAway) return failedReplay(`the target is away: ${cause.message}`);
      throw cause;
    }
  }

  private async run(): Promise<void> {
    for await (const recorded of this.subscription) {
      if ((await this.deal(recorded)) === 'stopped') return;
    }
  }

  private async deal(recorded: RecordedEvent<E>): Promise<'dealt with' | 'stopped'> {
    const { translation, admits } = this.options;
    const told = translation.translate(recorded);
    if (recorded.position <= this.progress.start) return 'dealt with';
    const due = told.filter(admits);
    if (due.length > 0 && (await this.handling.handle(recorded, this.telling(due))) === 'stopped') return 'stopped';
    this.progress.reached(recorded.position);
    return 'dealt with';
  }

  /** A try tells what the tries before it have not: one that is refused does not keep back the others of its event. */
  private telling(due: readonly Delivery[]): () => Promise<void> {
    const left = new Set(due);
    return async () => {
      const refusals: Error[] = [];
      for (const delivery of left) {
        const refusal = await refusalOf(this.options.target.deliver(delivery));
        if (refusal) refusals.push(refusal);
        else left.delete(delivery);
      }
      const [first] = refusals;
      if (first) throw first;
    };
  }
}

/** @throws Outage */
async function refusalOf(delivering: Promise<void>): Promise<Error | undefined> {
  try {
    await delivering;
    return undefined;
  } catch (cause) {
    if (cause instanceof Outage) throw cause;
    return cause instanceof Error ? cause : new Error(String(cause));
  }
}
