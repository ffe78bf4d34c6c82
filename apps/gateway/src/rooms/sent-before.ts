import { authorKey, fingerprintOf, sameAuthor, type Author, type RoomEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import { Fingerprints } from './fingerprints.js';
import { InTurn } from './in-turn.js';
import type { RecentTalk } from './recent-talk.js';
import { unknown, type FirstSent, type SentRecords } from './sent-records.js';

export interface SentBeforeSources {
  readonly roomId: string;
  readonly records: Pick<SentRecords, 'sent' | 'sentAs'>;
  /** What memory holds of the room's end. */
  readonly tail: () => readonly RecordedEvent<RoomEvent>[];
  readonly recent: Pick<RecentTalk, 'find'>;
}

/** Who has sent more has each id looked up, rather than all of them held here at four bytes each. */
const MANY_IDS = 100_000;
/** Who has not posted for so long is forgotten, and asked for again. */
const IDLE_MS = 600_000;

interface Sender {
  readonly turns: InTurn;
  lastPostAt: number;
  /** What the room has heard of this sender since it was last asked for. */
  heard: Fingerprints;
  /** All that was sent so far; undefined: not known yet. */
  all: Promise<Known> | Known | undefined;
}

/** `undefined`: too many. */
interface Known {
  readonly before: Fingerprints | undefined;
}

/**
 * Which client message ids the people who post in a room through this gateway have used in it, ever: JetStream itself
 * remembers them for two minutes only.
 *
 * Asked for once, at somebody's first post; from then on whatever the room hears is added, so that the set stays exact
 * for as long as the live feed is whole, and a post with a fresh id costs no request. What the feed has not brought yet
 * is younger than JetStream's window.
 */
export class SentBefore {
  readonly #sources: SentBeforeSources;
  readonly #senders = new Map<string, Sender>();

  constructor(sources: SentBeforeSources) {
    this.#sources = sources;
  }

  hear({ event }: RecordedEvent<RoomEvent>): void {
    if (event.type !== 'MessagePosted' || event.clientMessageId === undefined) return;
    const heard = this.#senders.get(authorKey(event.by))?.heard;
    if (heard && heard.size <= MANY_IDS) heard.add(fingerprintOf(event.clientMessageId));
  }

  /**
   * What is stored under this id already. Answers one sender's posts in the order asked, also those without an id, so
   * that none overtakes another; at once, not as a promise, when nothing has to be looked up.
   *
   * While the messages service is away only the end of the room is known: a resend from before that is not found.
   * @throws EventLogUnavailable
   */
  first(by: Author, clientMessageId: string | undefined): FirstSent | undefined | Promise<FirstSent | undefined> {
    if (clientMessageId === undefined) return this.#senders.get(authorKey(by))?.turns.after(undefined);
    const sender = this.#sender(by);
    return sender.turns.after(this.#find(sender, by, clientMessageId));
  }

  /**
   * As `first`, of a post that needs something else looked up: it has its turn, and those after it theirs, when both are known.
   * @throws EventLogUnavailable, and as `besides` does
   */
  firstBesides<T>(
    by: Author,
    clientMessageId: string | undefined,
    besides: Promise<T>,
  ): Promise<readonly [FirstSent | undefined, Awaited<T>]> {
    const sender = this.#sender(by);
    const first = clientMessageId === undefined ? undefined : this.#find(sender, by, clientMessageId);
    return Promise.resolve(sender.turns.after(Promise.all([first, besides])));
  }

  /** Something may have been missed: everybody is asked for again. */
  interrupted(): void {
    for (const sender of this.#senders.values()) {
      sender.all = undefined;
      sender.heard = new Fingerprints();
    }
  }

  sweep(now: number): void {
    for (const [key, sender] of this.#senders) if (now - sender.lastPostAt > IDLE_MS) this.#senders.delete(key);
  }

  #sender(by: Author): Sender {
    const key = authorKey(by);
    const sender = this.#senders.get(key) ?? this.#add(key);
    sender.lastPostAt = Date.now();
    return sender;
  }

  #add(key: string): Sender {
    // Heard from before anything is asked: between the answer and what is heard nothing is missing.
    const sender: Sender = { turns: new InTurn(), lastPostAt: 0, heard: new Fingerprints(), all: undefined };
    this.#senders.set(key, sender);
    return sender;
  }

  #find(sender: Sender, by: Author, clientMessageId: string): undefined | Promise<FirstSent | undefined> {
    const { all } = sender;
    return isKnown(all) && !mayHave(sender, all, clientMessageId) ? undefined : this.#look(sender, by, clientMessageId);
  }

  async #look(sender: Sender, by: Author, clientMessageId: string): Promise<FirstSent | undefined> {
    const all = await (sender.all ??= this.#ask(sender, by));
    if (!mayHave(sender, all, clientMessageId)) return undefined;
    // Memory may hold a copy of an older one: only of what is new it is sure to hold the first.
    const isNew = all.before?.has(fingerprintOf(clientMessageId)) === false;
    return (isNew && this.#inTail(by, clientMessageId)) || this.#lookUp(by, clientMessageId);
  }

  async #lookUp(by: Author, clientMessageId: string): Promise<FirstSent | undefined> {
    const { records, recent, roomId } = this.#sources;
    const found = await records.sentAs(roomId, by, clientMessageId);
    if (found !== unknown) return found;
    return (await recent.find(by, clientMessageId)) ?? this.#inTail(by, clientMessageId);
  }

  /** Not remembered when it is in vain, or when the feed broke meanwhile. */
  async #ask(sender: Sender, by: Author): Promise<Known> {
    const { heard } = sender;
    const answer = await this.#sources.records.sent(this.#sources.roomId, by);
    const known = { before: answer === unknown || answer.many ? undefined : new Fingerprints(answer.fingerprints) };
    if (sender.heard === heard) sender.all = answer === unknown ? undefined : known;
    return known;
  }

  #inTail(by: Author, clientMessageId: string): FirstSent | undefined {
    const found = this.#sources.tail().find(({ event }) => isOf(event, by, clientMessageId));
    return found && { position: found.position, recordedAt: found.recordedAt };
  }
}

const isOf = (event: RoomEvent, by: Author, clientMessageId: string): boolean =>
  event.type === 'MessagePosted' && event.clientMessageId === clientMessageId && sameAuthor(event.by, by);

const isKnown = (all: Sender['all']): all is Known => all !== undefined && !(all instanceof Promise);

function mayHave({ heard }: Sender, { before }: Known, clientMessageId: string): boolean {
  if (!before || heard.size + before.size > MANY_IDS) return true;
  const fingerprint = fingerprintOf(clientMessageId);
  return heard.has(fingerprint) || before.has(fingerprint);
}
