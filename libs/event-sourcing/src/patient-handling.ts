import { BackOff } from './back-off.js';
import { deadLetterId, type DeadLetters } from './dead-letters.js';
import type { Event, Position, RecordedEvent } from './event.js';
import { Outage, untilReachable } from './outage.js';
import { isUndecodable } from './undecodable.js';

export interface HandlingOptions {
  /** Lower-case letters, digits and hyphens. */
  readonly consumer: string;
  /** Of the log that the events are of. */
  readonly epoch: string;
  readonly deadLetters: DeadLetters;
  /** Tries of an event before it is buried; 3 by default. */
  readonly maxTries?: number;
  readonly pauses?: BackOff;
  readonly news: HandlingNews;
}

export interface HandlingNews {
  /** Something that is needed is away, and everything waits for it. Told once per outage. */
  onWaiting(cause: unknown): void;
  onBuried(recorded: RecordedEvent, burial: { readonly reason: string; readonly tries: number }): void;
  /** Handles the events, for those who look on: calls `handle` once, and gives what it gives. */
  around?<H extends Handled>(events: readonly RecordedEvent[], handle: () => Promise<H>): Promise<H>;
}

/** `stopped`: neither handled nor buried, because nobody wants to wait any longer. */
export type Handled = 'done' | 'buried' | 'stopped';

const DEFAULT_TRIES = 3;
/** What fails may have the event in its message. */
const MAX_REASON = 500;
const PAGE = 500;

/**
 * Handles a consumer's events one by one, so that none of them stops the others and none is lost.
 *
 * An outage is waited for, however long. Anything else that goes wrong is tried a few times; then the event is buried,
 * and only when that is done it counts as dealt with. What was buried before gets one try, and is dug up if that works.
 */
export class PatientHandling {
  private readonly pauses: BackOff;
  private readonly buried = new Set<Position>();

  private constructor(private readonly options: HandlingOptions) {
    this.pauses = options.pauses ?? new BackOff();
  }

  /** Waits until it is known what is buried already. */
  static async begin(options: HandlingOptions): Promise<PatientHandling> {
    const handling = new PatientHandling(options);
    await handling.learn();
    return handling;
  }

  isBuried(position: Position): boolean {
    return this.buried.has(position);
  }

  handle<E extends Event>(
    recorded: RecordedEvent<E>,
    work: (recorded: RecordedEvent<E>) => void | Promise<void>,
  ): Promise<Handled> {
    return this.lookingOn([recorded], () => this.deal(recorded, work));
  }

  /**
   * Many at once, in order, each as `handle` does it. What fails as a whole is handled one by one, so that only what fails by
   * itself is buried; what was buried before, and what is no event, has its turn by itself.
   */
  async handleAll<E extends Event>(
    batch: readonly RecordedEvent<E>[],
    work: (batch: readonly RecordedEvent<E>[]) => Promise<void>,
  ): Promise<'done' | 'stopped'> {
    const isAlone = ({ event, position }: RecordedEvent<E>) => isUndecodable(event) || this.isBuried(position);
    for (const part of partsOf(batch, isAlone)) if ((await this.handlePart(part, work)) === 'stopped') return 'stopped';
    return 'done';
  }

  /** Something else that belongs to the handling: an outage is waited for. False when it was stopped before it was done. */
  async whenReachable(work: () => Promise<unknown>): Promise<boolean> {
    const { news } = this.options;
    try {
      await untilReachable(work, { pauses: this.pauses, onWaiting: (cause) => news.onWaiting(cause) });
      return true;
    } catch (cause) {
      if (cause instanceof Outage && this.pauses.isEnded) return false;
      throw cause;
    }
  }

  /**
   * One more try of a buried event, for somebody who asked for it. Undefined: it worked, and the letter is gone; else why it did not.
   *
   * @throws Outage when it is not known
   */
  async retry(
    recorded: RecordedEvent,
    { tries, work }: { readonly tries: number; readonly work: () => Promise<void> },
  ): Promise<string | undefined> {
    const reason = await failureOf(recorded, work);
    if (reason === undefined) {
      await this.options.deadLetters.remove(this.idOf(recorded.position));
      this.buried.delete(recorded.position);
    } else await this.options.deadLetters.bury(this.burialOf(recorded, { reason, tries: tries + 1 }));
    return reason;
  }

  /** Ends every wait; what is not dealt with by then is not. */
  stop(): void {
    this.pauses.end();
  }

  private async handlePart<E extends Event>(
    part: readonly RecordedEvent<E>[],
    work: (batch: readonly RecordedEvent<E>[]) => Promise<void>,
  ): Promise<'done' | 'stopped'> {
    if (part.length > 1) {
      try {
        return await this.lookingOn(part, () => this.tryOnce(() => work(part)));
      } catch {
        // Which of them it is, and why, shows one by one.
      }
    }
    for (const recorded of part)
      if ((await this.handle(recorded, (one) => work([one]))) === 'stopped') return 'stopped';
    return 'done';
  }

  private lookingOn<H extends Handled>(events: readonly RecordedEvent[], handle: () => Promise<H>): Promise<H> {
    const { news } = this.options;
    return news.around ? news.around(events, handle) : handle();
  }

  private async deal<E extends Event>(
    recorded: RecordedEvent<E>,
    work: (recorded: RecordedEvent<E>) => void | Promise<void>,
  ): Promise<Handled> {
    const { position } = recorded;
    const outcome = await this.tryOften(recorded, work);
    if (outcome === 'stopped') return outcome;
    if (outcome === 'done') return this.isBuried(position) ? this.digUp(position) : outcome;
    return this.isBuried(position) ? 'buried' : this.bury(recorded, outcome);
  }

  private async tryOften<E extends Event>(
    recorded: RecordedEvent<E>,
    work: (recorded: RecordedEvent<E>) => void | Promise<void>,
  ): Promise<'done' | 'stopped' | { readonly reason: string; readonly tries: number }> {
    if (isUndecodable(recorded.event)) return { reason: recorded.event.reason, tries: 1 };
    const { maxTries = DEFAULT_TRIES } = this.options;
    const enough = this.isBuried(recorded.position) ? 1 : maxTries;
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.tryOnce(() => work(recorded));
      } catch (cause) {
        if (tries >= enough) return { reason: reasonOf(cause), tries };
        await this.pauses.wait(tries);
        if (this.pauses.isEnded) return 'stopped';
      }
    }
  }

  private async tryOnce(work: () => void | Promise<void>): Promise<'done' | 'stopped'> {
    return (await this.whenReachable(async () => work())) ? 'done' : 'stopped';
  }

  private async bury(
    recorded: RecordedEvent,
    failure: { readonly reason: string; readonly tries: number },
  ): Promise<Handled> {
    const burial = this.burialOf(recorded, failure);
    if (!(await this.whenReachable(() => this.options.deadLetters.bury(burial)))) return 'stopped';
    this.buried.add(recorded.position);
    this.options.news.onBuried(recorded, failure);
    return 'buried';
  }

  private async digUp(position: Position): Promise<Handled> {
    if (!(await this.whenReachable(() => this.options.deadLetters.remove(this.idOf(position))))) return 'stopped';
    this.buried.delete(position);
    return 'done';
  }

  private async learn(): Promise<void> {
    const { consumer, epoch, deadLetters, news } = this.options;
    let after: string | undefined;
    do {
      const query = { consumer, limit: PAGE, ...(after === undefined ? {} : { after }) };
      const { items, next } = await untilReachable(() => deadLetters.list(query), {
        pauses: this.pauses,
        onWaiting: (cause) => news.onWaiting(cause),
      });
      for (const letter of items) if (letter.epoch === epoch) this.buried.add(letter.position);
      after = next;
    } while (after !== undefined);
  }

  private burialOf({ lane, position }: RecordedEvent, failure: { readonly reason: string; readonly tries: number }) {
    const { consumer, epoch } = this.options;
    return { consumer, epoch, position, lane, ...failure };
  }

  private idOf(position: Position): string {
    const { consumer, epoch } = this.options;
    return deadLetterId({ consumer, epoch, position });
  }
}

/** Runs of what may be handled together; each of the others by itself. */
function partsOf<T>(items: readonly T[], isAlone: (item: T) => boolean): readonly T[][] {
  const parts: T[][] = [];
  let open: T[] | undefined;
  for (const item of items) {
    if (isAlone(item)) {
      parts.push([item]);
      open = undefined;
    } else if (open) open.push(item);
    else parts.push((open = [item]));
  }
  return parts;
}

async function failureOf({ event }: RecordedEvent, work: () => Promise<void>): Promise<string | undefined> {
  if (isUndecodable(event)) return event.reason;
  try {
    await work();
    return undefined;
  } catch (cause) {
    if (cause instanceof Outage) throw cause;
    return reasonOf(cause);
  }
}

const reasonOf = (cause: unknown): string =>
  (cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)).slice(0, MAX_REASON);
