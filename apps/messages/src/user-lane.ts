import {
  fold,
  handleCommand,
  positionOf,
  unfolded,
  type Decider,
  type Event,
  type EventStore,
  type Folded,
  type Lane,
  type Position,
} from '@noroshi/event-sourcing';
import { Lru } from './lru.js';

export interface UserLaneOptions<S, C, E extends Event, R> {
  readonly decider: Decider<S, C, E, R>;
  readonly store: Pick<EventStore<E>, 'append' | 'read'>;
  readonly laneOf: (userId: string) => Lane;
  /** Users whose state is kept in memory; others are read from the log when they come back. */
  readonly kept: number;
  /**
   * Before each decision what is new is read. Else a decision on what is kept may be behind, which only its guard notices: good
   * enough where nothing is ever refused, and where what changes nothing now never did.
   */
  readonly isReadAlways: boolean;
}

/** One lane of each user, folded from the log when somebody asks. */
export class UserLane<S, C, E extends Event, R> {
  private readonly kept: Lru<string, Folded<S>>;
  private readonly none: Folded<S>;

  constructor(private readonly options: UserLaneOptions<S, C, E, R>) {
    this.kept = new Lru(options.kept);
    this.none = unfolded(options.decider);
  }

  /** @throws EventLogUnavailable, CommandContention */
  execute(userId: string, command: C, options: { readonly idempotencyKey?: string } = {}) {
    const { decider, store, laneOf, isReadAlways } = this.options;
    const lane = laneOf(userId);
    return handleCommand<S, C, E, R>(command, {
      decider,
      store,
      load: (atLeast) => this.load(userId, isReadAlways ? Infinity : (atLeast?.position ?? 0)),
      place: () => ({ lane, guardedBy: lane }),
      ...options,
    });
  }

  /** As far as known here. @throws EventLogUnavailable */
  async known(userId: string): Promise<S> {
    return (await this.load(userId, 0)).state;
  }

  /** With everything that is stored: another instance may have changed it. @throws EventLogUnavailable */
  async current(userId: string): Promise<S> {
    return (await this.load(userId, Infinity)).state;
  }

  /** What is kept may be behind the log: a command on it is refused by its guard, and comes again with a position. */
  private async load(userId: string, atLeast: Position): Promise<Folded<S>> {
    const { decider, store, laneOf } = this.options;
    const lane = laneOf(userId);
    const known = this.kept.get(userId);
    if (known && positionOf(known, lane.name) >= atLeast) return known;
    const before = known ?? this.none;
    const news = await store.read([lane], { after: positionOf(before, lane.name) });
    const folded = news.reduce(
      (state, recorded) => fold<S, E>((value, event) => decider.evolve(value, event), state, recorded),
      before,
    );
    this.kept.set(userId, folded);
    return folded;
  }
}
