import { roomLane, type BusyRoom, type RoomEvent, type TopRoom } from '@noroshi/domain';
import { Outage, type EventStore } from '@noroshi/event-sourcing';

export interface RoomNamesOptions {
  /** Of the rooms. */
  readonly store: Pick<EventStore<RoomEvent>, 'read'>;
  /** Milliseconds by a clock that does not go back. */
  readonly now: () => number;
}

interface Known {
  /** Undefined: it is private, or no room any more. */
  readonly name: string | undefined;
  readonly at: number;
}

/** A room that was made private is named no longer than this. */
const FRESH_MS = 10_000;
/** Some ten are asked for at a time. */
const MOST = 1_000;

/** What public rooms are called. Of private ones nothing is said: guests may be among those who look on. */
export class RoomNames {
  readonly #options: RoomNamesOptions;
  readonly #known = new Map<string, Known>();
  readonly #asked = new Map<string, Promise<void>>();

  constructor(options: RoomNamesOptions) {
    this.#options = options;
  }

  /** Those of which it is known that they are public; of the others it is known a moment later. */
  publicOf(rooms: readonly BusyRoom[]): readonly TopRoom[] {
    const now = this.#options.now();
    return rooms.flatMap(({ roomId, messages }) => {
      const known = this.#known.get(roomId);
      if (!known || now - known.at >= FRESH_MS) this.#ask(roomId);
      return known?.name === undefined ? [] : [{ roomId, name: known.name, messages }];
    });
  }

  /** Settles when everything is answered that was asked so far. */
  async settled(): Promise<void> {
    await Promise.all(this.#asked.values());
  }

  #ask(roomId: string): void {
    if (this.#asked.has(roomId)) return;
    const asked = this.#learn(roomId).finally(() => this.#asked.delete(roomId));
    this.#asked.set(roomId, asked);
  }

  async #learn(roomId: string): Promise<void> {
    const { store, now } = this.#options;
    try {
      const events = await store.read([roomLane(roomId, 'control')]);
      this.#known.delete(roomId);
      this.#known.set(roomId, { name: publicName(events.map(({ event }) => event)), at: now() });
      if (this.#known.size > MOST) this.#known.delete(this.#known.keys().next().value ?? '');
    } catch (cause) {
      // It is asked again in a second.
      if (!(cause instanceof Outage)) throw cause;
      this.#known.delete(roomId);
    }
  }
}

function publicName(events: readonly RoomEvent[]): string | undefined {
  let name: string | undefined;
  let isPublic = false;
  for (const event of events) {
    if (event.type === 'RoomOpened' || event.type === 'RoomRenamed') name = event.name;
    if (event.type === 'RoomOpened' || event.type === 'SettingsChanged') isPublic = event.settings.isPublic;
    if (event.type === 'RoomArchived') return undefined;
  }
  return isPublic ? name : undefined;
}
