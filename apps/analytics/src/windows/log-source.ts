import { roomCategory, type PlacedEvent, type RoomEvent } from '@noroshi/domain';
import {
  BackOff,
  Outage,
  untilReachable,
  type CheckpointStore,
  type EventSource,
  type EventSubscription,
} from '@noroshi/event-sourcing';
import type { AnalyticsSource, Part, PartReader, Reading } from './analytics-source.js';

export interface LogSourceOptions {
  /** Of the log of the rooms. */
  readonly source: EventSource<RoomEvent>;
  readonly epoch: string;
  readonly checkpoints: Pick<CheckpointStore, 'load' | 'save'>;
  readonly onWaiting: (cause: unknown) => void;
}

interface EndOfReading {
  /** The place that was given last. */
  saved: string | undefined;
}

const LANES = ['control', 'members', 'talk'];

const allRooms: Part = { name: 'all', owns: () => true };

/** All rooms as one part, straight from the log: a place is a position. */
export class LogSource implements AnalyticsSource {
  readonly #options: LogSourceOptions;
  readonly #checkpoint: string;
  readonly #pauses = new BackOff();

  constructor(options: LogSourceOptions) {
    this.#options = options;
    this.#checkpoint = `room-windows-${options.epoch}`;
  }

  async read(reader: PartReader): Promise<Reading> {
    const { source, checkpoints } = this.#options;
    const after = await this.#patiently(() => checkpoints.load(this.#checkpoint));
    const subscription = await this.#patiently(() => source.subscribe({ category: roomCategory, lanes: LANES, after }));
    reader.begin(allRooms);
    // If it fails, the process ends and begins anew at the checkpoint: left unhandled on purpose.
    const reading = this.#follow(subscription, reader, after === 0);
    void reading.then(() => undefined);
    return {
      close: async () => {
        this.#pauses.end();
        await subscription.close();
        await reading;
        reader.end(allRooms);
      },
    };
  }

  async #follow(subscription: EventSubscription<RoomEvent>, reader: PartReader, isBeginning: boolean): Promise<void> {
    const { epoch } = this.#options;
    const end: EndOfReading = { saved: undefined };
    try {
      for await (const recorded of subscription) {
        const event = { recorded, epoch, place: String(recorded.position), isBeginning };
        await this.#take(event, reader, end);
      }
    } catch (cause) {
      if (!(cause instanceof Outage && this.#pauses.isEnded)) throw cause;
    }
  }

  async #take(event: PlacedEvent, reader: PartReader, end: EndOfReading): Promise<void> {
    const { checkpoints } = this.#options;
    const place = await this.#patiently(() => reader.take(allRooms, [event]));
    if (place === undefined || place === end.saved) return;
    // A checkpoint is what is done: the event at the place comes again.
    await this.#patiently(() => checkpoints.save(this.#checkpoint, Number(place) - 1));
    end.saved = place;
  }

  #patiently<T>(work: () => Promise<T>): Promise<T> {
    const { onWaiting } = this.#options;
    return untilReachable(work, { pauses: this.#pauses, onWaiting });
  }
}
