import type { TokenReason } from '../api/client.js';
import type { ConnectionState } from '../api/connection-state.js';
import type { Transport, TransportLink } from '../ports/transport.js';
import type { ClientFrame } from '../wire/client-frame.js';
import type { ServerFrame } from '../wire/server-frame.js';
import { afterEnd, isAnswer, reasonOf, type End } from './after-end.js';
import { backoffMs } from './backoff.js';
import type { Clock } from './clock.js';
import { heartbeat } from './heartbeat.js';
import type { TokenAnswer } from './messages.js';
import { sendQueue } from './send-queue.js';
import { tokenRefresh } from './token-refresh.js';
import { transportChoice } from './transport-choice.js';

export type Greeting = Extract<ServerFrame, { type: 'connection' }>;

export interface ConnectionNeeds {
  readonly url: string;
  readonly transports: readonly Transport[];
  readonly clock: Clock;
  readonly token: (reason: TokenReason) => Promise<TokenAnswer>;
  readonly onState: (state: ConnectionState) => void;
  readonly onGreeting: (greeting: Greeting) => void;
  readonly onFrames: (frames: readonly ServerFrame[]) => void;
  /** What was asked on it and not answered will not be. */
  readonly onLost: () => void;
  readonly tap: (direction: 'in' | 'out', frames: readonly (ClientFrame | ServerFrame)[]) => void;
}

/** A connection that lasted this long was a working one: the next loss starts counting anew. */
const WORKING_MS = 5_000;
/** From the first byte to the greeting. */
const PATIENCE_MS = 10_000;
/** Browsers do not show a refused handshake: after as many that never opened, the token is taken for one that ran out. */
const UNOPENED_BEFORE_RENEWAL = 2;

/** One connection that is replaced whenever it is lost, until `stop` or until the server says not to come back. */
export class Connection {
  readonly #needs: ConnectionNeeds;
  readonly #heartbeat: ReturnType<typeof heartbeat>;
  readonly #refresh: ReturnType<typeof tokenRefresh>;
  readonly #choice: ReturnType<typeof transportChoice>;
  readonly #queue: ReturnType<typeof sendQueue>;
  #state: ConnectionState = { phase: 'connecting' };
  #link: TransportLink | undefined;
  /** Whatever was begun in a former try does not count any more. */
  #try = 0;
  #timer: (() => void) | undefined;
  #failures = 0;
  #unopened = 0;
  #connectedAt: number | undefined;
  #token: string | undefined;
  #reason: TokenReason = 'first';
  #guestId: string | undefined;
  /** The server asked to come back elsewhere: no need to wait. */
  #isMoving = false;
  #isOnline = true;

  constructor(needs: ConnectionNeeds) {
    const { clock, token } = needs;
    this.#needs = needs;
    this.#heartbeat = heartbeat({
      clock,
      ping: () => this.send({ action: 'ping' }),
      dead: () => this.#ended({ code: 1006, reason: 'The server does not answer' }),
    });
    this.#refresh = tokenRefresh({
      clock,
      token,
      show: (fresh) => {
        this.#token = fresh;
        this.send({ action: 'authenticate', token: fresh });
      },
    });
    this.#choice = transportChoice(needs.transports);
    this.#queue = sendQueue((frames) => {
      needs.tap('out', frames);
      this.#link?.send(frames);
    });
  }

  get isConnected(): boolean {
    return this.#state.phase === 'connected';
  }

  start(): void {
    void this.#attempt();
  }

  /** Sent with what else is said in the same turn. False: there is no connection. */
  send(frame: ClientFrame): boolean {
    if (this.isConnected) this.#queue.push(frame);
    return this.isConnected;
  }

  /** Does not wait for the rest of a back-off. */
  retryNow(): void {
    if (this.#state.phase === 'waiting') void this.#attempt();
  }

  /** The network came or went, or somebody looks again after a while: what was true of the connection may not be any more. */
  deviceChanged({ isOnline }: { readonly isOnline: boolean }): void {
    this.#isOnline = isOnline;
    if (this.isConnected) this.#heartbeat.probe();
    if (this.#state.phase !== 'waiting') return;
    this.#choice.startOver();
    if (isOnline) this.retryNow();
    else this.#report({ ...this.#state, isOnline });
  }

  stop(reason = { code: 0, text: 'Closed' }): void {
    this.#drop();
    this.#report({ phase: 'closed', reason });
  }

  async #attempt(): Promise<void> {
    this.#drop();
    const mine = this.#try;
    this.#report({ phase: 'connecting' });
    const answer = await this.#needs.token(this.#reason);
    if (mine !== this.#try) return;
    if (answer.kind === 'ended') this.stop({ code: 0, text: answer.message });
    else if (answer.kind === 'failed') this.#wait({ code: 0, reason: answer.message });
    else this.#begin(answer.token);
  }

  #begin(token: string | undefined): void {
    this.#token = token;
    this.#reason = 'first';
    this.#choice.begin();
    this.#open();
  }

  #open(): void {
    const mine = ++this.#try;
    const { clock, url } = this.#needs;
    const [token, guestId] = [this.#token, this.#guestId];
    this.#timer = clock.after(PATIENCE_MS, () => this.#ended({ code: 1006, reason: 'The server did not greet' }));
    const link = this.#choice.current().open(
      { url, token, ...(token === undefined && guestId !== undefined && { guestId }) },
      {
        frames: (frames) => mine === this.#try && this.#received(frames),
        ended: (end) => mine === this.#try && this.#ended(end),
      },
    );
    if (mine === this.#try) this.#link = link;
    else link.close();
  }

  #received(frames: readonly ServerFrame[]): void {
    this.#heartbeat.heard();
    this.#needs.tap('in', frames);
    for (const frame of frames) this.#heed(frame);
    this.#needs.onFrames(frames);
  }

  #heed(frame: ServerFrame): void {
    if (frame.type === 'connection') this.#greeted(frame);
    if (frame.type === 'authenticated') this.#refresh.begin(frame.expiresAt, this.#token);
    if (frame.type !== 'reconnect') return;
    this.#isMoving = true;
    this.#timer?.();
    this.#timer = this.#needs.clock.after(frame.retryAfter, () => void this.#move());
  }

  #greeted(greeting: Greeting): void {
    this.#timer?.();
    this.#unopened = 0;
    this.#connectedAt = this.#needs.clock.now();
    this.#choice.worked();
    if (greeting.guest) this.#guestId = greeting.userId;
    if (greeting.expiresAt !== undefined) this.#refresh.begin(greeting.expiresAt, this.#token);
    const { connectionId } = greeting;
    this.#report({ phase: 'connected', transport: this.#choice.current().name, connectionId });
    this.#needs.onGreeting(greeting);
  }

  #move(): Promise<void> {
    this.#failures = 0;
    return this.#attempt();
  }

  #ended(end: End): void {
    if (this.#connectedAt === undefined && !isAnswer(end) && this.#choice.next()) {
      this.#drop();
      return this.#open();
    }
    this.#count();
    if (this.#isMoving) return void this.#move();
    this.#drop();
    const next = afterEnd(end, this.#token !== undefined);
    if (next === 'never') return this.stop(reasonOf(end));
    if (next === 'fresh token') this.#reason = 'refused';
    else if (this.#unopened >= UNOPENED_BEFORE_RENEWAL) this.#reason = 'expiring';
    this.#wait(end);
  }

  #count(): void {
    if (this.#connectedAt === undefined) this.#unopened += 1;
    else if (this.#needs.clock.now() - this.#connectedAt >= WORKING_MS) this.#failures = 0;
  }

  #wait(end: End): void {
    const { clock } = this.#needs;
    const delay = Math.max(
      end.retryAfterMs ?? 0,
      backoffMs(this.#failures, () => clock.random()),
    );
    this.#failures += 1;
    this.#timer = clock.after(delay, () => void this.#attempt());
    const [retryAt, isOnline] = [clock.now() + delay, this.#isOnline];
    this.#report({ phase: 'waiting', retryAt, isOnline, reason: reasonOf(end) });
  }

  #drop(): void {
    this.#try += 1;
    this.#isMoving = false;
    this.#timer?.();
    this.#heartbeat.stop();
    this.#refresh.stop();
    this.#queue.clear();
    const link = this.#link;
    this.#link = undefined;
    link?.close();
    if (this.#connectedAt === undefined) return;
    this.#connectedAt = undefined;
    this.#needs.onLost();
  }

  #report(state: ConnectionState): void {
    this.#state = state;
    this.#needs.onState(state);
  }
}
