import type { Receipt } from '../api/room.js';
import type { OutboxStore, Outgoing } from '../ports/outbox-store.js';
import type { ClientFrame } from '../wire/client-frame.js';
import { againAfterMs } from './again.js';
import type { Clock } from './clock.js';
import { keptOutbox } from './kept-outbox.js';
import type { Refusal, RoomStanding, ToTab, Unsent } from './messages.js';
import type { Rooms } from './rooms.js';

interface Needs {
  readonly clock: Clock;
  readonly store: OutboxStore;
  /** False: there is no connection. */
  readonly send: (frame: ClientFrame) => boolean;
  /** What is to be sent wants its room to be joined, also after a reload before any tab does. */
  readonly rooms: Pick<Rooms, 'standing' | 'want' | 'unwant'>;
  readonly tell: (message: Extract<ToTab, { kind: 'outgoing' | 'settled' | 'problem' }>) => void;
}

/** An answer takes milliseconds; without one for this long the message or the answer was lost. */
const RESEND_MS = 8_000;
/** Refused ones that nobody retries or discards. */
const MOST_FAILED = 100;

/** Of one room: what was sent last and not answered, or why nothing is to be sent for now. */
interface Turn {
  readonly clientMessageId?: string;
  readonly end: () => void;
}

/**
 * What is to be said and is not acknowledged, in the order it was said. Of each room one message at a time is on its way, so
 * that one which is refused for a moment is not overtaken. Sending twice is harmless: the server stores an id once.
 */
export class Outbox {
  readonly #needs: Needs;
  readonly #kept: ReturnType<typeof keptOutbox>;
  /** By client message id; in the order of sending. */
  #entries = new Map<string, Outgoing>();
  readonly #turns = new Map<string, Turn>();
  #owner: string | undefined;
  #isLoaded = false;
  /** While the store was read, so that they do not come back with what was read. */
  readonly #settledEarly = new Set<string>();

  constructor(needs: Needs) {
    this.#needs = needs;
    this.#kept = keptOutbox(needs.store, (problem) => needs.tell({ kind: 'problem', problem }));
  }

  get entries(): readonly Outgoing[] {
    return [...this.#entries.values()];
  }

  /**
   * Whose connection it is, or will be by what the token says: kept and shown from then on. Of another user than before: what the
   * former has not sent stays in the store until that one is back.
   */
  async belongsTo(userId: string): Promise<void> {
    if (this.#owner === userId) return;
    if (this.#owner !== undefined) this.#forget();
    this.#owner = userId;
    this.#isLoaded = false;
    this.#settledEarly.clear();
    for (const entry of this.entries) this.#keep({ ...entry, userId });
    const stored = await this.#kept.all(userId);
    if (this.#owner !== userId) return;
    const open = stored.filter(({ clientMessageId }) => !this.#settledEarly.has(clientMessageId));
    this.#entries = new Map([...open, ...this.entries].map((entry) => [entry.clientMessageId, entry]));
    this.#isLoaded = true;
    this.#tell(this.entries);
    for (const { roomId, error } of this.entries) if (!error) this.#begin(roomId);
  }

  send(unsent: Unsent): void {
    const { clientMessageId, roomId } = unsent;
    if (this.#entries.has(clientMessageId)) return;
    this.#put({ ...unsent, userId: this.#owner ?? '' });
    this.#begin(roomId);
  }

  retry(clientMessageId: string): void {
    const entry = this.#entries.get(clientMessageId);
    if (!entry?.error) return;
    const again = untried(entry);
    // It has lost its place: what was said since may be stored.
    this.#entries.delete(clientMessageId);
    this.#put(again);
    this.#begin(again.roomId);
  }

  discard(clientMessageId: string): void {
    this.#settle(clientMessageId);
  }

  accepted(clientMessageId: string, receipt: Receipt): void {
    this.#settle(clientMessageId, receipt);
  }

  refused(clientMessageId: string, refusal: Refusal): void {
    const entry = this.#entries.get(clientMessageId);
    if (!entry) return;
    const { roomId } = entry;
    this.#endTurn(roomId, clientMessageId);
    const wait = againAfterMs(refusal);
    if (wait !== undefined) return this.#pause(roomId, wait);
    this.#fail(entry, refusal);
    this.#next(roomId);
  }

  /** The room was entered, or can't be. */
  roomStands(roomId: string, standing: RoomStanding): void {
    if (standing.kind === 'inside') this.#next(roomId);
    if (standing.kind !== 'out') return;
    for (const entry of this.entries) if (entry.roomId === roomId && !entry.error) this.#fail(entry, standing);
    this.#next(roomId);
  }

  connectionLost(): void {
    for (const { end } of this.#turns.values()) end();
    this.#turns.clear();
  }

  #begin(roomId: string): void {
    const { rooms } = this.#needs;
    const now = rooms.standing(roomId);
    if (now.kind === 'out') return this.roomStands(roomId, now);
    rooms.want({ roomId }, this);
    this.#next(roomId);
  }

  #next(roomId: string): void {
    if (!this.#isLoaded || this.#turns.has(roomId)) return;
    const entry = this.entries.find((each) => each.roomId === roomId && !each.error);
    if (!entry) return this.#needs.rooms.unwant(roomId, this);
    if (this.#needs.rooms.standing(roomId).kind !== 'inside') return;
    const { clientMessageId, content, messageType, replyTo } = entry;
    this.#pause(roomId, RESEND_MS, clientMessageId);
    const isSent = this.#needs.send({
      action: 'message',
      roomId,
      content,
      messageType,
      clientMessageId,
      ...(replyTo !== undefined && { replyTo }),
    });
    if (!isSent) this.#endTurn(roomId, clientMessageId);
  }

  #pause(roomId: string, ms: number, clientMessageId?: string): void {
    const end = this.#needs.clock.after(ms, () => {
      this.#turns.delete(roomId);
      this.#next(roomId);
    });
    this.#turns.set(roomId, { end, ...(clientMessageId !== undefined && { clientMessageId }) });
  }

  #endTurn(roomId: string, clientMessageId: string): void {
    const turn = this.#turns.get(roomId);
    if (turn?.clientMessageId !== clientMessageId) return;
    turn.end();
    this.#turns.delete(roomId);
  }

  #settle(clientMessageId: string, receipt?: Receipt): void {
    const entry = this.#entries.get(clientMessageId);
    if (!entry) return;
    const { roomId, userId } = entry;
    this.#entries.delete(clientMessageId);
    if (!this.#isLoaded) this.#settledEarly.add(clientMessageId);
    this.#kept.remove(userId, clientMessageId);
    this.#needs.tell({ kind: 'settled', roomId, clientMessageId, receipt });
    this.#endTurn(roomId, clientMessageId);
    this.#next(roomId);
  }

  #fail(entry: Outgoing, { code, message }: Refusal): void {
    this.#put({ ...entry, error: { code, message } });
    const failed = this.entries.filter(({ error }) => error);
    if (failed.length > MOST_FAILED && failed[0]) this.discard(failed[0].clientMessageId);
  }

  #put(entry: Outgoing): void {
    this.#keep(entry);
    this.#tell([entry]);
  }

  /** At once, also while the store is still read: the page may be gone before that is done. */
  #keep(entry: Outgoing): void {
    this.#entries.set(entry.clientMessageId, entry);
    if (this.#owner !== undefined) this.#kept.put(entry);
  }

  #tell(entries: readonly Outgoing[]): void {
    this.#needs.tell({ kind: 'outgoing', entries });
  }

  #forget(): void {
    this.connectionLost();
    const { entries } = this;
    this.#entries.clear();
    for (const { roomId, clientMessageId } of entries) {
      this.#needs.rooms.unwant(roomId, this);
      this.#needs.tell({ kind: 'settled', roomId, clientMessageId });
    }
  }
}

const untried = ({ error: _error, ...entry }: Outgoing): Outgoing => entry;
