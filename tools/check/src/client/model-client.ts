import type { Action, ClientPlan } from '../plan/plan.js';
import type { Random } from '../random.js';
import type { Story } from '../story.js';
import { cursorOf, Ledger, type Frame, type Post, type Stay } from './ledger.js';
import { Outbox } from './outbox.js';
import { Seats } from './seats.js';
import { Wire } from './wire.js';

export interface ModelClientOptions {
  readonly plan: ClientPlan;
  /** Names of the plan's rooms. */
  readonly rooms: readonly string[];
  readonly url: string;
  readonly token: string;
  readonly random: Random;
  readonly story: Story;
  readonly onAccepted: (post: Post, at: number) => void;
  /** In all of its rooms again, so long after its connection was lost. */
  readonly onBack: (ms: number) => void;
}

const BACKOFF_MS = { first: 100, most: 2_000 };
const LIVENESS_MS = 1_000;
/** Longer than the longest pause of a gateway, with its consequences. */
const SILENCE_MS = 8_000;
const ADMISSION_MS = 15_000;

/** Everything a good front end is: an outbox, a back-off, and offsets to come back with. Writes down all it hears. */
export class ModelClient {
  readonly ledger: Ledger;
  readonly seats: Seats;
  readonly outbox: Outbox;
  /** Refusals by their code. */
  readonly errors = new Map<string, number>();
  readonly #options: ModelClientOptions;
  #wire: Wire | undefined;
  #retry: NodeJS.Timeout | undefined;
  readonly #liveness: NodeJS.Timeout;
  #attempts = 0;
  #lostAt: number | undefined;
  #unsettledSince: number | undefined;
  #silentSince = 0;
  #stalledUntil = 0;
  #closed: (() => void) | undefined;

  constructor(options: ModelClientOptions) {
    const { plan, random, story, onAccepted } = options;
    this.#options = options;
    this.ledger = new Ledger(plan.name, plan.user);
    const now = () => story.now();
    const send = (frame: object) => this.#wire?.send(frame);
    this.outbox = new Outbox({
      ...{ ledger: this.ledger, now, onAccepted },
      send: (roomId, frame) => {
        if (this.seats.isIn(roomId)) send(frame);
        return this.seats.isIn(roomId);
      },
    });
    this.seats = new Seats({ ledger: this.ledger, random, now, send, onSeated: () => this.#onSeated() });
    for (const room of plan.rooms) this.seats.join(this.#room(room));
    this.#liveness = setInterval(() => this.#watch(), LIVENESS_MS);
    this.#connect();
  }

  get settled(): boolean {
    return this.seats.settled;
  }

  perform(action: Action): void {
    if (action.do === 'stall') return this.#stall(action.ms);
    if (action.do === 'drop') return this.#wire?.drop();
    const roomId = this.#room(action.room);
    if (action.do === 'join') this.seats.join(roomId);
    else if (action.do === 'leave') {
      this.outbox.abandon(roomId);
      this.seats.leave(roomId);
    } else if (action.do === 'post') this.outbox.add(roomId, action.words);
    else this.#wish(action, roomId);
  }

  say(roomId: string, content: string): void {
    this.outbox.add(roomId, content);
  }

  cut(): void {
    this.#wire?.drop();
  }

  /** Goes away for good: politely, or as a crash does. */
  async close(how: 'close' | 'drop'): Promise<void> {
    clearInterval(this.#liveness);
    clearTimeout(this.#retry);
    this.outbox.close();
    const wire = this.#wire;
    const ended = new Promise<void>((resolve) => (this.#closed = resolve));
    if (!wire) return;
    wire[how]();
    const impatience = setTimeout(() => wire.drop(), 2_000);
    await ended;
    clearTimeout(impatience);
  }

  #room(room: number): string {
    return this.#options.rooms[room] ?? '';
  }

  #connect(): void {
    const { url, token } = this.#options;
    this.#silentSince = this.#options.story.now();
    const wire: Wire = new Wire({
      ...{ url, token },
      onFrame: (frame) => this.#wire === wire && this.#receive(frame),
      onEnd: (why) => this.#onEnd(why),
    });
    this.#wire = wire;
  }

  #onEnd(why: string): void {
    const { story, plan, random } = this.#options;
    this.#wire = undefined;
    this.seats.disconnected();
    this.outbox.disconnected();
    if (this.#closed) return this.#closed();
    this.#lostAt ??= story.now();
    if (this.#attempts === 0) story.tell(`${plan.name} lost its connection: ${why}`);
    const most = Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** this.#attempts);
    this.#attempts += 1;
    this.#retry = setTimeout(() => this.#connect(), random.between(most / 2, most));
  }

  #receive(frame: Frame): void {
    this.#silentSince = this.#options.story.now();
    const handlers: Record<string, (frame: Frame) => void> = {
      connection: () => this.#onConnection(),
      joinedRoom: (joined) => this.seats.joined(joined),
      resumed: (resumed) => this.seats.resumed(resumed),
      leftRoom: (left) => this.seats.left(left),
      accepted: (accepted) => this.outbox.accepted(accepted),
      error: (error) => this.#onError(error),
    };
    handlers[frame.type]?.(frame);
    if (isDurable(frame)) this.seats.heard(frame);
  }

  #onConnection(): void {
    this.#attempts = 0;
    this.#unsettledSince = this.#options.story.now();
    this.seats.connected();
    this.#onSeated();
  }

  #onSeated(): void {
    const { story, onBack } = this.#options;
    this.outbox.flush();
    if (!this.seats.settled) return;
    this.#unsettledSince = undefined;
    if (this.#lostAt === undefined) return;
    onBack(story.now() - this.#lostAt);
    this.#lostAt = undefined;
  }

  #onError(error: Frame): void {
    const [code, roomId, id] = [String(error['code']), String(error['roomId']), error['clientMessageId']];
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
    if (error['action'] === 'joinRoom' || error['action'] === 'resume') this.seats.notAdmitted(roomId, code);
    if (code === 'internal') this.#blame(roomId, JSON.stringify(error));
    if (typeof id === 'string') this.#onRefusal(error, { id, code, roomId });
  }

  /** Of something that was said. */
  #onRefusal(error: Frame, { id, code, roomId }: { id: string; code: string; roomId: string }): void {
    if (code === 'not_in_room') this.seats.notIn(roomId);
    const mayRetry = error['retryAfter'] !== undefined || code === 'not_in_room';
    if (!mayRetry) this.#blame(roomId, `a message was refused for good: ${JSON.stringify(error)}`);
    this.outbox.refused(id, mayRetry);
  }

  #blame(roomId: string, text: string): void {
    this.ledger.blame({ at: this.#options.story.now(), roomId, text });
  }

  #stall(ms: number): void {
    this.#stalledUntil = this.#options.story.now() + ms;
    this.#wire?.stall(ms);
  }

  /** Wishes that are not kept in an outbox: who makes them sees by the broadcast whether they came true. */
  #wish(action: Wish, roomId: string): void {
    const stay = this.seats.stay(roomId);
    if (!this.seats.isIn(roomId) || !stay) return;
    if (action.do === 'typing' || action.do === 'read') {
      const more = action.do === 'typing' ? { isTyping: true } : { offset: cursorOf(stay) };
      this.#wire?.send({ action: action.do, roomId, ...more });
    } else this.#change(action, stay);
  }

  #change(action: Change, stay: Stay): void {
    const messages = stay.heard.filter(({ frame }) => frame.type === 'message');
    const own = messages.filter(({ frame }) => frame['userId'] === this.ledger.user);
    const choice = action.do === 'react' ? messages : own;
    const messageId = choice[Math.floor(action.pick * choice.length)]?.frame['messageId'];
    if (messageId === undefined) return;
    const more = action.do === 'edit' ? { content: action.words } : action.do === 'react' ? reaction(action) : {};
    this.#wire?.send({ action: action.do, roomId: stay.roomId, messageId, ...more });
  }

  #watch(): void {
    const now = this.#options.story.now();
    if (!this.#wire?.isOpen || now < this.#stalledUntil + LIVENESS_MS) this.#silentSince = now;
    else if (this.#isHopeless(now)) {
      this.#options.story.tell(`${this.ledger.client} gives its connection up`);
      this.#unsettledSince = undefined;
      this.#wire.drop();
    } else if (now - this.#silentSince > 2 * LIVENESS_MS) this.#wire.send({ action: 'ping' });
  }

  #isHopeless(now: number): boolean {
    const isLost = this.#unsettledSince !== undefined && now - this.#unsettledSince > ADMISSION_MS;
    return isLost || now - this.#silentSince > SILENCE_MS;
  }
}

type Doing<K extends Action['do']> = Extract<Action, { do: K }>;
type Change = Doing<'edit' | 'delete' | 'react'>;
type Wish = Change | Doing<'typing' | 'read'>;

const DURABLE = new Set(['message', 'messageEdited', 'messageDeleted', 'reaction']);
const isDurable = ({ type }: Frame): boolean => DURABLE.has(type);

const reaction = ({ emoji, remove }: { emoji: string; remove: boolean }) => ({ emoji, ...(remove ? { remove } : {}) });
