import { authorKey, type Author, type RoomEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import type { FirstSent } from './sent-records.js';

/** One read serves everybody who asks within this time: what comes meanwhile is in the room's tail. */
const KEPT_MS = 5_000;

/** What was last said in a room, by client message id: for the time in which nobody who knows all of it can be asked. */
export class RecentTalk {
  readonly #read: () => Promise<readonly RecordedEvent<RoomEvent>[]>;
  #kept: { readonly until: number; readonly firsts: Promise<ReadonlyMap<string, FirstSent>> } | undefined;

  /** @param read the end of the talk lane */
  constructor(read: () => Promise<readonly RecordedEvent<RoomEvent>[]>) {
    this.#read = read;
  }

  /** @throws EventLogUnavailable */
  async find(by: Author, clientMessageId: string): Promise<FirstSent | undefined> {
    return (await this.#firsts(Date.now())).get(keyOf(by, clientMessageId));
  }

  #firsts(now: number): Promise<ReadonlyMap<string, FirstSent>> {
    if (this.#kept && now < this.#kept.until) return this.#kept.firsts;
    const kept = { until: now + KEPT_MS, firsts: this.#read().then(firstsOf) };
    this.#kept = kept;
    kept.firsts.catch(() => {
      if (this.#kept === kept) this.#kept = undefined;
    });
    return kept.firsts;
  }
}

function firstsOf(events: readonly RecordedEvent<RoomEvent>[]): ReadonlyMap<string, FirstSent> {
  const firsts = new Map<string, FirstSent>();
  for (const { event, position, recordedAt } of events) {
    if (event.type !== 'MessagePosted' || event.clientMessageId === undefined) continue;
    const key = keyOf(event.by, event.clientMessageId);
    if (!firsts.has(key)) firsts.set(key, { position, recordedAt });
  }
  return firsts;
}

/** A client message id has no control characters. */
const keyOf = (by: Author, clientMessageId: string): string => `${clientMessageId}\n${authorKey(by)}`;
