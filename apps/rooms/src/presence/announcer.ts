import type { Crowd, NewsPlace, PresenceChange, PresenceNews, PresenceRegistry } from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';
import type { Clock } from '../clock.js';

export interface AnnouncerOptions {
  readonly registry: Pick<PresenceRegistry, 'present' | 'presentCount'>;
  /** Of the log that the positions are of. */
  readonly epoch: string;
  /** What came of the events up to here was told by a predecessor. */
  readonly announced: Position;
  /** With more people than this in a room, they are not told of one by one. */
  readonly crowdSize: number;
  readonly clock: Clock;
  readonly tell: (roomId: string, news: PresenceNews) => void;
  /** Makes sure that a successor does not tell again what came of the events up to here. */
  readonly save: (position: Position) => Promise<void>;
  readonly onFailure: (cause: unknown) => void;
}

/** What was not told of a crowd yet: its first change, and its last. */
interface Untold {
  readonly since: Position;
  readonly place: NewsPlace;
}

/** A room of a thousand where ten people a second come and go would else cost ten thousand frames a second. */
const CROWD_EVERY_MS = 1_000;
/** Nobody reads more names than this in a count of hundreds. */
const CROWD_SAMPLE = 20;
/** What a successor would tell once more after a crash; those who heard it the first time know it by its place. */
const SAVE_EVERY_MS = 200;

/**
 * Tells rooms who comes and goes: at least once, in order, each change with its place, by which a repetition is known.
 * In a crowd, changes are told together, once a second at most.
 */
export class Announcer {
  private finished: Position;
  private saved: Position;
  private saving: (() => void) | undefined;
  private readonly crowds = new Map<string, Untold | undefined>();

  constructor(private readonly options: AnnouncerOptions) {
    this.finished = options.announced;
    this.saved = options.announced;
  }

  /** Every event's changes, in order of position; also none. */
  follow(position: Position, changes: readonly PresenceChange[]): void {
    const { announced, epoch } = this.options;
    if (position <= announced) return;
    changes.forEach((change, part) => this.announce(change, { epoch, position, part }));
    this.finished = position;
    this.saveSoon();
  }

  /** Tells what is left. */
  async stop(): Promise<void> {
    for (const [roomId, untold] of this.crowds) if (untold) this.tellCrowd(roomId, untold.place);
    this.crowds.clear();
    this.saving?.();
    await this.save();
  }

  private announce(change: PresenceChange, place: NewsPlace): void {
    const { roomId, count } = change;
    const { crowdSize, tell, clock } = this.options;
    if (count <= crowdSize) return tell(roomId, { place, news: change });
    if (this.crowds.has(roomId)) {
      this.crowds.set(roomId, { since: this.crowds.get(roomId)?.since ?? place.position, place });
      return;
    }
    this.tellCrowd(roomId, place);
    this.crowds.set(roomId, undefined);
    clock.after(CROWD_EVERY_MS, () => this.nextOfCrowd(roomId));
  }

  private nextOfCrowd(roomId: string): void {
    const untold = this.crowds.get(roomId);
    if (!untold) {
      this.crowds.delete(roomId);
      return;
    }
    this.tellCrowd(roomId, untold.place);
    this.crowds.set(roomId, undefined);
    this.saveSoon();
    this.options.clock.after(CROWD_EVERY_MS, () => this.nextOfCrowd(roomId));
  }

  private tellCrowd(roomId: string, place: NewsPlace): void {
    const { registry, tell } = this.options;
    const people = [...registry.present(roomId)].slice(0, CROWD_SAMPLE);
    const news: Crowd = { kind: 'crowd', roomId, count: registry.presentCount(roomId), people };
    tell(roomId, { place, news });
  }

  private saveSoon(): void {
    this.saving ??= this.options.clock.after(SAVE_EVERY_MS, () => {
      this.saving = undefined;
      void this.save();
    });
  }

  private async save(): Promise<void> {
    const untold = [...this.crowds.values()].map((crowd) => crowd?.since ?? Infinity);
    const told = Math.min(this.finished, ...untold.map((since) => since - 1));
    const former = this.saved;
    if (told <= former) return;
    this.saved = told;
    try {
      await this.options.save(told);
    } catch (cause) {
      if (this.saved === told) this.saved = former;
      this.options.onFailure(cause);
    }
  }
}
