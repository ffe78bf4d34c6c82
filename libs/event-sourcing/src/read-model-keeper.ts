import { BackOff } from './back-off.js';
import { exhume, failedReplay, replayOutcome, type ReplayOutcome } from './buried-event.js';
import type { DeadLetters } from './dead-letters.js';
import type { Event, Position } from './event.js';
import type { EventStore } from './event-store.js';
import type { EventSource } from './event-subscription.js';
import { Filling } from './filling.js';
import { Progress } from './in-memory/progress.js';
import { Outage, untilReachable } from './outage.js';
import { PatientHandling, type HandlingNews } from './patient-handling.js';
import type { ReadModel } from './read-model.js';

export interface KeeperOptions<E extends Event> {
  readonly model: ReadModel<E>;
  readonly source: EventSource<E>;
  readonly category: string;
  /** Lane names. */
  readonly lanes: readonly string[];
  readonly store: Pick<EventStore<Event>, 'epoch' | 'readAt'>;
  readonly deadLetters: DeadLetters;
  readonly news: KeeperNews;
  readonly pauses?: BackOff;
}

export interface KeeperNews extends HandlingNews {
  /** The new content answers. */
  onRebuilt(): void;
}

export interface ReadModelStatus {
  readonly name: string;
  /** Everything up to here is in it. */
  readonly position: Position;
  /** While it is built anew: how far the new one is, and how far the one that answers. */
  readonly rebuilding?: { readonly position: Position; readonly target: Position };
}

/** Keeps a read model up to date with the log, builds it anew while it answers, and replays letters. */
export class ReadModelKeeper<E extends Event> {
  /** Of the content that answers. Never goes back, whatever is rebuilt. */
  readonly progress = new Progress();
  private next: Filling<E> | undefined;
  private current: Filling<E> | undefined;
  private beginning: Promise<void> = Promise.resolve();
  private rebuilding: Promise<void> | undefined;
  private replaying: Promise<unknown> = Promise.resolve();
  private isStopped = false;

  private constructor(
    private readonly options: KeeperOptions<E>,
    private readonly pauses: BackOff,
    private readonly handling: PatientHandling,
  ) {}

  /** Settles when everything that was stored so far is applied or buried; at once where the read model is asked while it catches up. */
  static async start<E extends Event>(options: KeeperOptions<E>): Promise<ReadModelKeeper<E>> {
    const { model, store, deadLetters, news, pauses = new BackOff() } = options;
    const consumer = { consumer: model.name, epoch: store.epoch };
    const handling = await PatientHandling.begin({ ...consumer, deadLetters, pauses, news });
    const keeper = new ReadModelKeeper(options, pauses, handling);
    // If it fails while nobody waits: left unhandled on purpose, so that the process ends and starts over.
    keeper.beginning = keeper.unlessStopped(() => keeper.begin());
    if (!model.begin) await keeper.beginning;
    return keeper;
  }

  status(): ReadModelStatus {
    const { name } = this.options.model;
    const { position } = this.progress;
    if (!this.rebuilding) return { name, position };
    return { name, position, rebuilding: { position: this.next?.progress.position ?? 0, target: position } };
  }

  /** Settles when the new content answers, or the keeper was stopped before. Asked again meanwhile, it is the same one. */
  rebuild(): Promise<void> {
    this.rebuilding ??= this.unlessStopped(() => this.build()).finally(() => (this.rebuilding = undefined));
    return this.rebuilding;
  }

  /** Applies a buried event, and removes its letter; fails it again, the letter stays with the new reason. @throws Outage */
  replay(id: string): Promise<ReplayOutcome> {
    if (this.rebuilding)
      return Promise.resolve(failedReplay('the read model is being built anew: try again after that'));
    const outcome = this.replaying.then(() => this.replayNow(id));
    this.replaying = outcome.catch(() => undefined);
    return outcome;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.pauses.end();
    await Promise.all([this.current?.end(), this.next?.end()]);
    await this.beginning;
    await this.rebuilding;
  }

  private async begin(): Promise<void> {
    const { model } = this.options;
    const after = await this.whenReachable(async () => (await model.begin?.()) ?? 0);
    this.current = await this.fill(model, after);
    if (this.isStopped) return this.current.end();
    // What was applied before this line was not told as the current content's.
    await this.progress.save(model.name, this.current.progress.position);
    await this.current.caughtUp();
  }

  private fill(projection: Filling<E>['projection'], after: Position): Promise<Filling<E>> {
    const { source, category, lanes, news, model } = this.options;
    const onPosition = (filling: Filling<E>, position: Position) => {
      if (filling === this.current) void this.progress.save(model.name, position);
    };
    const { handling, pauses } = this;
    return Filling.begin({ source, category, lanes, after, news, handling, pauses, onPosition }, projection);
  }

  private async build(): Promise<void> {
    await this.beginning;
    // A replay in hand changes the old content only.
    await this.replaying;
    const beside = await this.whenReachable(async () => this.options.model.beside());
    const next = await this.fill(beside.filling, 0);
    this.next = next;
    if (this.isStopped) return next.end();
    await next.caughtUp();
    if (!(await this.reaches(next, this.progress.position))) return;
    // The old content stands still from here on, so that the new one gets as far, however fast the log grows.
    await this.current?.end();
    if (!(await this.reaches(next, this.progress.position))) return;
    await this.whenReachable(async () => beside.commit?.());
    beside.swapIn();
    next.projection = this.options.model;
    this.current = next;
    this.next = undefined;
    await this.progress.save(this.options.model.name, next.progress.position);
    this.options.news.onRebuilt();
  }

  private whenReachable<T>(work: () => Promise<T>): Promise<T> {
    const { pauses } = this;
    return untilReachable(work, { pauses, onWaiting: (cause) => this.options.news.onWaiting(cause) });
  }

  private async unlessStopped(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      if (!(cause instanceof Outage && this.isStopped)) throw cause;
    }
  }

  /** False when the keeper is stopped before. */
  private async reaches(filling: Filling<E>, position: Position): Promise<boolean> {
    while (!this.isStopped) if (await filling.progress.reaches(position)) return !this.isStopped;
    return false;
  }

  private async replayNow(id: string): Promise<ReplayOutcome> {
    const { model, store, deadLetters } = this.options;
    const found = await exhume(id, { consumer: model.name, store, deadLetters });
    if (found.kind !== 'found') return found;
    const { letter, recorded } = found;
    const isStillBuried = (position: Position) => position !== letter.position && this.handling.isBuried(position);
    const work = () => model.refold(recorded.lane.entity, isStillBuried);
    return replayOutcome(await this.handling.retry(recorded, { tries: letter.tries, work }));
  }
}
