import type { Random } from '../random.js';
import { cursorOf, type Frame, type Ledger, type Stay, hear, positionOf } from './ledger.js';

export interface SeatsOptions {
  readonly ledger: Ledger;
  readonly random: Random;
  readonly now: () => number;
  readonly send: (frame: object) => void;
  /** From now on the client may talk there. */
  readonly onSeated: (roomId: string) => void;
}

interface Seat {
  state: 'out' | 'asked' | 'in';
  /** Absent until the first entry. */
  stay: Stay | undefined;
}

const RETRY_MS = [200, 600] as const;
/** Offsets that the server does not replay: what was missed is in the history. */
const GAPS = new Set(['other_log', 'log_truncated', 'invalid_offset']);
const RETRIABLE = new Set(['unavailable', 'internal', 'rate_limited', 'room_full']);

/** The rooms that a client wants to be in, and how it gets there, again and again. */
export class Seats {
  readonly #options: SeatsOptions;
  readonly #seats = new Map<string, Seat>();
  readonly #retries = new Set<NodeJS.Timeout>();
  #connected = false;

  constructor(options: SeatsOptions) {
    this.#options = options;
  }

  get rooms(): string[] {
    return [...this.#seats.keys()];
  }

  isIn(roomId: string): boolean {
    return this.#seats.get(roomId)?.state === 'in';
  }

  /** In every room where the client wants to be. */
  get settled(): boolean {
    return this.#connected && [...this.#seats.values()].every(({ state }) => state === 'in');
  }

  stay(roomId: string): Stay | undefined {
    return this.#seats.get(roomId)?.stay;
  }

  join(roomId: string): void {
    if (this.#seats.has(roomId)) return;
    this.#seats.set(roomId, { state: 'out', stay: undefined });
    if (this.#connected) this.#ask([roomId]);
  }

  leave(roomId: string): void {
    const seat = this.#seats.get(roomId);
    if (!seat) return;
    this.#seats.delete(roomId);
    if (seat.stay) seat.stay.open = false;
    if (this.#connected && seat.state !== 'out') this.#options.send({ action: 'leaveRoom', roomId });
  }

  connected(): void {
    this.#connected = true;
    this.#ask(this.rooms);
  }

  disconnected(): void {
    this.#connected = false;
    for (const timer of this.#retries) clearTimeout(timer);
    this.#retries.clear();
    for (const seat of this.#seats.values()) seat.state = 'out';
  }

  joined(frame: Frame): void {
    const roomId = String(frame['roomId']);
    const seat = this.#seats.get(roomId);
    // Left meanwhile: the server answers that in its turn.
    if (!seat) return;
    if (typeof frame['offset'] !== 'string') {
      // Asked twice, because the refusal of an earlier wish came after this one was sent.
      if (seat.state !== 'in') this.#blame(roomId, `in a room without having been let in: ${JSON.stringify(frame)}`);
      return;
    }
    // Joined, left and joined again before the first answer came.
    if (seat.stay) seat.stay.open = false;
    seat.stay = this.#options.ledger.begin(roomId, frame['offset']);
    this.#seated(roomId, seat);
  }

  resumed(frame: Frame): void {
    const roomId = String(frame['roomId']);
    const seat = this.#seats.get(roomId);
    if (!seat?.stay) return;
    if (frame['complete'] === true) return this.#seated(roomId, seat);
    const code = String(frame['code']);
    if (GAPS.has(code)) return this.#gap(roomId, seat.stay, frame);
    if (!RETRIABLE.has(code)) this.#blame(roomId, `not let back in: ${code}`);
    this.#again(roomId);
  }

  /** Only what came of an own wish is expected. */
  left(frame: Frame): void {
    const roomId = String(frame['roomId']);
    if (frame['code'] === undefined || !this.#seats.has(roomId)) return;
    this.#blame(roomId, `shown out: ${JSON.stringify(frame['code'])}`);
    this.#again(roomId);
  }

  /** A durable frame. */
  heard(frame: Frame): void {
    const roomId = String(frame['roomId']);
    const stay = this.#seats.get(roomId)?.stay;
    if (stay && this.#seats.get(roomId)?.state !== 'out') hear(stay, frame, this.#options.now());
    else if (!this.#leaving(roomId)) this.#blame(roomId, `heard out of the room: ${JSON.stringify(frame)}`);
  }

  /** The server could not let the client in. */
  notAdmitted(roomId: string, code: string): void {
    if (!this.#seats.has(roomId)) return;
    if (!RETRIABLE.has(code)) this.#blame(roomId, `not let in: ${code}`);
    this.#again(roomId);
  }

  /** The server says so of a room that it let the client into. */
  notIn(roomId: string): void {
    if (!this.isIn(roomId)) return;
    this.#blame(roomId, 'told not to be in a room without having been shown out');
    this.#again(roomId);
  }

  close(): void {
    this.disconnected();
  }

  #seated(roomId: string, seat: Seat): void {
    seat.state = 'in';
    this.#options.onSeated(roomId);
  }

  /** In a run of minutes no log is made anew or cut, so that this too is a misdeed. What the gap names is excused. */
  #gap(roomId: string, stay: Stay, { to, code }: Frame): void {
    const from = cursorOf(stay);
    this.#blame(roomId, `not replayed from ${from}: ${String(code)}`);
    if (typeof to === 'string' && !Number.isNaN(positionOf(to))) stay.gaps.push({ from, to });
    const seat = this.#seats.get(roomId);
    if (seat) this.#seated(roomId, seat);
  }

  /** Frames of a room that was just left may be on their way. */
  #leaving(roomId: string): boolean {
    return !this.#seats.has(roomId) || this.#seats.get(roomId)?.stay === undefined;
  }

  #ask(rooms: readonly string[]): void {
    const back: { roomId: string; offset: string }[] = [];
    for (const roomId of rooms) {
      const seat = this.#seats.get(roomId);
      if (!seat || seat.state !== 'out') continue;
      seat.state = 'asked';
      if (seat.stay) back.push({ roomId, offset: cursorOf(seat.stay) });
      else this.#options.send({ action: 'joinRoom', roomId });
    }
    if (back.length > 0) this.#options.send({ action: 'resume', rooms: back });
  }

  /** Never while the server still lets the client hear the room: what comes meanwhile would be replayed as well. */
  #again(roomId: string): void {
    const seat = this.#seats.get(roomId);
    if (!seat || seat.state === 'out') return;
    seat.state = 'out';
    const [from, to] = RETRY_MS;
    const timer = setTimeout(
      () => {
        this.#retries.delete(timer);
        if (this.#connected) this.#ask([roomId]);
      },
      this.#options.random.between(from, to),
    );
    this.#retries.add(timer);
  }

  #blame(roomId: string, text: string): void {
    this.#options.ledger.blame({ at: this.#options.now(), roomId, text });
  }
}
