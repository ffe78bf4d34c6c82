import { statusLane, userStatusDecider, type ChosenStatus, type StatusChosen } from '@noroshi/domain';
import {
  EventLogUnavailable,
  fold,
  handleCommand,
  passOver,
  unfolded,
  type EventStore,
  type Folded,
  type Guard,
  type Position,
  type Projection,
  type RecordedEvent,
} from '@noroshi/event-sourcing';

export interface ChosenStatusesOptions {
  readonly store: Pick<EventStore<StatusChosen>, 'append'>;
  /** Settles once what users chose is folded up to this position; false: not in time. */
  readonly reaches: (position: Position) => Promise<boolean>;
}

const undecided: Folded<ChosenStatus> = unfolded(userStatusDecider);

/** What every user has chosen to be seen as, folded from the log's start. */
export class ChosenStatuses implements Projection<StatusChosen> {
  readonly name = 'chosen-statuses';
  private readonly users = new Map<string, Folded<ChosenStatus>>();

  constructor(private readonly options: ChosenStatusesOptions) {}

  apply(recorded: RecordedEvent<StatusChosen>): void {
    const userId = recorded.lane.entity;
    this.users.set(userId, fold(userStatusDecider.evolve, this.user(userId), recorded));
  }

  passOver(recorded: RecordedEvent<StatusChosen>): void {
    const userId = recorded.lane.entity;
    this.users.set(userId, passOver(this.user(userId), recorded));
  }

  of(userId: string): ChosenStatus {
    return this.user(userId).state;
  }

  /** Whoever asks after this sees it. @throws EventLogUnavailable, CommandContention */
  async choose(userId: string, status: ChosenStatus): Promise<void> {
    const lane = statusLane(userId);
    const outcome = await handleCommand(
      { type: 'ChooseStatus', status },
      {
        decider: userStatusDecider,
        store: this.options.store,
        load: async (atLeast?: Guard) => {
          if (atLeast) await this.reach(atLeast.position);
          return this.user(userId);
        },
        place: () => ({ lane, guardedBy: lane }),
      },
    );
    if (outcome.kind === 'stored') await this.reach(outcome.position);
  }

  private user(userId: string): Folded<ChosenStatus> {
    return this.users.get(userId) ?? undecided;
  }

  private async reach(position: Position): Promise<void> {
    if (await this.options.reaches(position)) return;
    throw new EventLogUnavailable(`what users chose has not come to position ${position} in time`);
  }
}
