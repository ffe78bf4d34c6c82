import { PresencePeaks, sessionCategory, sessionLaneName, type SessionEvent } from '@noroshi/domain';
import {
  EventLogUnavailable,
  isUndecodable,
  Progress,
  type EventSource,
  type EventSubscription,
  type Position,
} from '@noroshi/event-sourcing';
import type { Logger } from '@noroshi/telemetry';

export interface PresentPeopleOptions {
  /** Of the log of sessions. */
  readonly source: EventSource<SessionEvent>;
  /** The position of the last event of that log. @throws EventLogUnavailable */
  readonly end: () => Promise<Position>;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Who was where when, from the log of sessions: all of it is read at every start, a day at most.
 *
 * Always straight from the log, also where a topic is read for everything else: there the sessions are ordered by gateway, and
 * a reader who is given some of the rooms would be told of some of the gateways.
 */
export class PresentPeople {
  readonly peaks = new PresencePeaks();
  readonly #options: PresentPeopleOptions;
  readonly #progress = new Progress();
  readonly #subscription: EventSubscription<SessionEvent>;
  readonly #following: Promise<void>;

  /** @throws EventLogUnavailable */
  static async begin(options: PresentPeopleOptions): Promise<PresentPeople> {
    const end = await options.end();
    const lanes = [sessionLaneName];
    return new PresentPeople(
      options,
      await options.source.subscribe({ category: sessionCategory, lanes, after: 0 }),
      end,
    );
  }

  private constructor(options: PresentPeopleOptions, subscription: EventSubscription<SessionEvent>, end: Position) {
    this.#options = options;
    this.#subscription = subscription;
    this.#following = this.#follow();
    // If it fails, the process ends and begins anew: left unhandled on purpose.
    void this.#following.then(() => undefined);
    // What was last in the log may have aged out of it, and never comes.
    void subscription.caughtUp.then(() => this.#reach(end));
  }

  /** Settles when everything is known that was stored before this call. @throws EventLogUnavailable when that takes too long */
  async upToDate(): Promise<void> {
    const end = await this.#options.end();
    if (!(await this.#progress.reaches(end)))
      throw new EventLogUnavailable('the log of sessions is not read to its end');
  }

  async close(): Promise<void> {
    await this.#subscription.close();
    await this.#following;
  }

  async #follow(): Promise<void> {
    for await (const { event, recordedAt, position } of this.#subscription) {
      try {
        if (!isUndecodable(event)) this.peaks.apply(event, recordedAt);
      } catch (cause) {
        // Whoever keeps presence puts it to the dead letters.
        this.#options.logger.warn('an event of a session is passed over', { position, cause });
      }
      this.#reach(position);
    }
  }

  #reach(position: Position): void {
    void this.#progress.save('', position);
  }
}
