import type { ToldLog } from '@noroshi/domain';
import {
  exhume,
  failedReplay,
  PatientHandling,
  RareCheckpoints,
  replayOutcome,
  runBatches,
  untilReachable,
  type BackOff,
  type CheckpointStore,
  type DeadLetters,
  type Event,
  type EventSource,
  type EventStore,
  type EventSubscription,
  type HandlingNews,
  type ReplayOutcome,
} from '@noroshi/event-sourcing';
import { KafkaUnavailable, type TopicWriter } from '@noroshi/kafka';
import { TopicRelay } from './topic-relay.js';

export interface RelayedLogOptions {
  /** Of its dead letters, and with the epoch of its checkpoint: lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly told: ToldLog;
  readonly source: EventSource<Event>;
  readonly store: Pick<EventStore<Event>, 'epoch' | 'readAt'>;
  readonly writer: TopicWriter;
  readonly checkpoints: CheckpointStore;
  readonly deadLetters: DeadLetters;
  /** Ended when nobody wants to wait any longer. */
  readonly pauses: BackOff;
  readonly news: HandlingNews;
}

/** After a crash at most what was written within this is written again. */
const CHECKPOINT_EVERY_MS = 250;
/** Enough for what the broker takes in one go to be worth it. */
const MOST = 1_000;

/** One log on its way to the topic, from its beginning on. What is wrong with an event does not stop the others. */
export class RelayedLog {
  private running: Promise<void> = Promise.resolve();

  private constructor(
    private readonly options: RelayedLogOptions,
    private readonly begun: {
      readonly relay: TopicRelay;
      readonly handling: PatientHandling;
      readonly subscription: EventSubscription<Event>;
    },
  ) {}

  /** Waits for the log. Runs in the background until it is stopped; a failure that is nobody's is left unhandled, to end the process. */
  static async start(options: RelayedLogOptions): Promise<RelayedLog> {
    const { name, told, source, store, writer, deadLetters, pauses, news, checkpoints } = options;
    const onWaiting = (cause: unknown) => news.onWaiting(cause);
    const { epoch } = store;
    const relay = new TopicRelay({ name: `${name}-${epoch}`, epoch, writer });
    const handling = await PatientHandling.begin({ consumer: name, epoch, deadLetters, pauses, news });
    const subscription = await untilReachable(
      async () => source.subscribe({ ...told, after: await checkpoints.load(relay.name) }),
      { pauses, onWaiting },
    );
    const log = new RelayedLog(options, { relay, handling, subscription });
    log.running = log.run();
    void log.running.then(() => undefined);
    return log;
  }

  /** Writes once more what was given up on; its letter goes if that works. @throws Outage of the log */
  async replay(id: string): Promise<ReplayOutcome> {
    const { name, store, deadLetters } = this.options;
    const { relay, handling } = this.begun;
    const found = await exhume(id, { consumer: name, store, deadLetters });
    if (found.kind !== 'found') return found;
    const { letter, recorded } = found;
    const work = () => relay.handle([recorded]);
    try {
      return replayOutcome(await handling.retry(recorded, { tries: letter.tries, work }));
    } catch (cause) {
      if (cause instanceof KafkaUnavailable) return failedReplay(cause.message);
      throw cause;
    }
  }

  async stop(): Promise<void> {
    this.begun.handling.stop();
    await this.begun.subscription.close();
    await this.running;
  }

  private async run(): Promise<void> {
    const { relay: reactor, handling, subscription } = this.begun;
    const checkpoints = new RareCheckpoints({ store: this.options.checkpoints, everyMs: CHECKPOINT_EVERY_MS });
    try {
      await runBatches({ subscription, reactor, checkpoints, handling, most: MOST });
    } finally {
      await checkpoints.close();
    }
  }
}
