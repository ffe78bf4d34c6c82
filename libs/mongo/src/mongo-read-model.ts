import {
  RareCheckpoints,
  type Event,
  type Lane,
  type Position,
  type Projection,
  type ReadModel,
  type Rebuilding,
  type RecordedEvent,
} from '@noroshi/event-sourcing';
import type { Logger } from '@noroshi/telemetry';
import type { Mongo } from './connect.js';
import { Editions, type Edition, type LogOfEdition } from './editions.js';
import type { MongoContent } from './mongo-content.js';

export interface MongoReadModelOptions<E extends Event, C extends MongoContent<E>> {
  readonly mongo: Mongo;
  readonly name: string;
  /** What answers; opened by `begin`. */
  readonly content: C & { become(other: C): void };
  /** For a rebuild. */
  readonly another: () => C;
  readonly log: LogOfEdition;
  /** All events of an entity that the log has. @throws Outage */
  readonly read: (entity: Lane['entity']) => Promise<readonly RecordedEvent<E>[]>;
  readonly logger: Pick<Logger, 'warn'>;
}

/** What came since is written once more after a crash, which changes nothing. */
const CHECKPOINT_EVERY_MS = 250;
/** Longer than any query that began before the exchange. */
const RETIRED_AFTER_MS = 10_000;

/** A read model in MongoDB: it goes on where it was, and is built anew in a collection beside the one that answers. */
export class MongoReadModel<E extends Event, C extends MongoContent<E>> implements ReadModel<E> {
  private readonly editions: Editions;
  private readonly checkpoints: RareCheckpoints;
  /** The one that answers, as it was saved last. */
  private edition: Edition = { name: '', checkpoint: 0 };
  /** A room that is folded anew stands still meanwhile. */
  private writing: Promise<unknown> = Promise.resolve();
  private retiring: NodeJS.Timeout | undefined;

  constructor(private readonly options: MongoReadModelOptions<E, C>) {
    const { mongo, name, logger } = options;
    this.editions = new Editions(mongo, name);
    this.checkpoints = new RareCheckpoints({
      store: { save: (name, position) => this.saveUnlessReplaced(name, position) },
      everyMs: CHECKPOINT_EVERY_MS,
      onOutage: (cause) => logger.warn('how far a read model has come can not be saved yet', { consumer: name, cause }),
    });
  }

  get name(): string {
    return this.options.name;
  }

  async begin(): Promise<Position> {
    const { content, log, logger, name: consumer } = this.options;
    const { name, checkpoint, former } = await this.editions.open(log);
    await content.open(name);
    this.edition = { name, checkpoint };
    if (former !== undefined)
      logger.warn('a read model is of another log, and begins anew; what was kept of that log is left where it is', {
        ...{ consumer, collection: former, epoch: log.epoch },
      });
    await this.editions.dropRetired();
    return checkpoint;
  }

  apply(recorded: RecordedEvent<E>): Promise<void> {
    return this.applyAll([recorded]);
  }

  applyAll(batch: readonly RecordedEvent<E>[]): Promise<void> {
    return this.inTurn(() => this.options.content.write(batch));
  }

  reached(position: Position): Promise<void> {
    return this.checkpoints.save(this.edition.name, position);
  }

  async beside(): Promise<Rebuilding<E>> {
    const { content, another, log } = this.options;
    const next = another();
    const [name, replaces] = [this.editions.another(log.epoch), this.edition.name];
    await next.open(name);
    const filling = new Filled<E>(this.name, next);
    return {
      filling,
      commit: () => {
        this.edition = { name, checkpoint: filling.position };
        return this.editions.publish(this.edition, replaces);
      },
      swapIn: () => {
        content.become(next);
        this.retireLater();
      },
    };
  }

  async refold(entity: Lane['entity'], isBuried: (position: Position) => boolean): Promise<void> {
    const { content, read } = this.options;
    await this.inTurn(async () => {
      const events = await read(entity);
      await content.refold(
        entity,
        events.filter(({ position }) => !isBuried(position)),
      );
    });
  }

  /** Saves how far it has come, if it can. */
  async close(): Promise<void> {
    clearTimeout(this.retiring);
    await this.checkpoints.close();
  }

  /** One that this process itself has replaced meanwhile needs no checkpoint. */
  private async saveUnlessReplaced(name: string, position: Position): Promise<void> {
    const isCurrent = () => name === this.edition.name;
    try {
      if (!isCurrent()) return;
      await this.editions.save(this.edition, position);
      if (isCurrent()) this.edition = { name, checkpoint: Math.max(position, this.edition.checkpoint) };
    } catch (cause) {
      if (isCurrent()) throw cause;
    }
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.writing.then(work);
    this.writing = done.catch(() => undefined);
    return done;
  }

  /** If it can not be done then, the next start does it. */
  private retireLater(): void {
    const { logger, name: consumer } = this.options;
    clearTimeout(this.retiring);
    this.retiring = setTimeout(() => {
      this.editions
        .dropRetired()
        .catch((cause: unknown) => logger.warn('a collection that was replaced is still there', { consumer, cause }));
    }, RETIRED_AFTER_MS);
  }
}

/** What is filled beside the one that answers: its checkpoint is of no use before it does. */
class Filled<E extends Event> implements Projection<E> {
  position: Position = 0;

  constructor(
    readonly name: string,
    private readonly content: MongoContent<E>,
  ) {}

  apply(recorded: RecordedEvent<E>): Promise<void> {
    return this.content.write([recorded]);
  }

  applyAll(batch: readonly RecordedEvent<E>[]): Promise<void> {
    return this.content.write(batch);
  }

  reached(position: Position): void {
    this.position = position;
  }
}
