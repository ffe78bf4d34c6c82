import { RecentIds } from './recent-ids.js';
import type { TopicEvent } from './topic-event.js';

/** Enough of each partition to notice whatever the relay writes again after a crash: see the README. */
const REMEMBERED_IDS = 50_000;
const MINUTES = 60;

const ROOM_EVENT = 'noroshi.room.';
const MESSAGE_POSTED = 'noroshi.room.MessagePosted.v1';

interface Room {
  messages: number;
  readonly people: Set<string>;
}

export interface Summary {
  /** Each once. */
  readonly events: number;
  readonly duplicates: number;
  /** Records that are no events. */
  readonly skipped: number;
  readonly rooms: number;
  readonly messages: number;
  /** Who has said something. */
  readonly people: number;
  readonly types: Readonly<Record<string, number>>;
  readonly perRoom: Readonly<Record<string, { readonly messages: number; readonly people: number }>>;
  /** Messages in each of the last sixty minutes that had one, such as `2026-11-23T07:15Z`. */
  readonly perMinute: Readonly<Record<string, number>>;
}

export class Counts {
  #events = 0;
  #duplicates = 0;
  #skipped = 0;
  #messages = 0;
  readonly #types = new Map<string, number>();
  readonly #rooms = new Map<string, Room>();
  readonly #people = new Set<string>();
  readonly #minutes = new Map<string, number>();
  readonly #recent = new Map<number, RecentIds>();

  /** @param event undefined: the record is none */
  add(partition: number, event: TopicEvent | undefined): void {
    if (!event) this.#skipped += 1;
    else if (this.#idsOf(partition).isNew(event.id)) this.#count(event);
    else this.#duplicates += 1;
  }

  summary(): Summary {
    const rooms = [...this.#rooms].map(
      ([id, { messages, people }]) => [id, { messages, people: people.size }] as const,
    );
    return {
      events: this.#events,
      duplicates: this.#duplicates,
      skipped: this.#skipped,
      rooms: this.#rooms.size,
      messages: this.#messages,
      people: this.#people.size,
      types: sorted(this.#types),
      perRoom: sorted(rooms),
      perMinute: sorted(this.#minutes),
    };
  }

  /** A duplicate has the key of the first, so it is in the same partition: what others hold does not come between. */
  #idsOf(partition: number): RecentIds {
    const ids = this.#recent.get(partition) ?? new RecentIds(REMEMBERED_IDS);
    this.#recent.set(partition, ids);
    return ids;
  }

  #count({ type, key, time, data }: TopicEvent): void {
    this.#events += 1;
    this.#types.set(type, (this.#types.get(type) ?? 0) + 1);
    if (!type.startsWith(ROOM_EVENT)) return;
    const room = this.#rooms.get(key) ?? { messages: 0, people: new Set<string>() };
    this.#rooms.set(key, room);
    if (type !== MESSAGE_POSTED) return;
    const author = authorOf(data);
    this.#messages += 1;
    room.messages += 1;
    if (author !== undefined) for (const people of [this.#people, room.people]) people.add(author);
    this.#countMinute(`${time.slice(0, 16)}Z`);
  }

  /** Keeps the last minutes, whatever the order in which partitions are read. */
  #countMinute(minute: string): void {
    this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + 1);
    if (this.#minutes.size <= MINUTES) return;
    const [first = minute] = [...this.#minutes.keys()].sort();
    this.#minutes.delete(first);
  }
}

/** A guest may claim the id of a user: they are not the same. Undefined: the event does not say it. */
function authorOf({ by }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof by !== 'object' || by === null || !('id' in by) || typeof by.id !== 'string') return undefined;
  return `${'guest' in by && by.guest === true ? 'guest' : 'user'} ${by.id}`;
}

const sorted = <T>(entries: Iterable<readonly [string, T]>): Record<string, T> =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
