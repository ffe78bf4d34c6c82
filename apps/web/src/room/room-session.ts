import { reconnectBackoff, backoffDelay } from '../connection/backoff.js';
import { due, enqueue, hasUnanswered, markSent, retry, settle } from '../connection/outbox.js';
import type { ConnectionStatus } from '../connection/status.js';
import type { ClientFrame } from '../protocol/client-frames.js';
import type { ErrorFrame, ServerFrame } from '../protocol/frames.js';
import { HttpFailure } from '../api/http-failure.js';
import type { HistoryPage, HistoryQuery } from './history-page.js';
import { HistorySync } from './history-sync.js';
import { isOutOfStep } from './people.js';
import { reduceRoom, type RoomChange } from './reduce.js';
import { isPassing } from './reduce-frame.js';
import type { RoomState } from './room-state.js';
import { TypingSignal } from './typing-signal.js';
import { wait } from './wait.js';

/** The part of a connection a room needs. */
export interface Line {
  open(): void;
  send(frame: ClientFrame): boolean;
  retryNow(): void;
  close(): void;
}

export interface RoomSessionNeeds {
  readonly initial: RoomState;
  readonly connect: (listener: {
    readonly onFrame: (frame: ServerFrame) => void;
    readonly onStatus: (status: ConnectionStatus) => void;
  }) => Line;
  readonly fetchPage: (query: HistoryQuery) => Promise<HistoryPage>;
  readonly saveOutbox: (outbox: RoomState['outbox']) => void;
  readonly newId: () => string;
  /** How far history may lag behind the live feed, ms. */
  readonly settleMs?: number;
}

const defaultSettleMs = 1_500;
/** An unanswered join is asked again: joining twice is harmless. */
const joinPatienceMs = 8_000;

/** One person in one room, from opening it to leaving: keeps the state true to the server and says what the person does. */
export class RoomSession {
  private state: RoomState;
  private readonly listeners = new Set<() => void>();
  private readonly line: Line;
  private readonly history: HistorySync;
  private readonly typing: TypingSignal;
  private readonly ended = new AbortController();
  private joined = new AbortController();
  private ticking: ReturnType<typeof setInterval> | undefined;
  private rejoin: ReturnType<typeof setTimeout> | undefined;
  private recount: ReturnType<typeof setTimeout> | undefined;
  private readingOlder = false;

  constructor(private readonly needs: RoomSessionNeeds) {
    this.state = needs.initial;
    this.line = needs.connect({
      onFrame: (frame) => this.receive(frame),
      onStatus: (status) => this.statusChanged(status),
    });
    this.history = new HistorySync({
      fetchPage: needs.fetchPage,
      onPage: (page) => this.apply({ type: 'history', ...page }),
      onLost: () => this.apply({ type: 'historyLost' }),
      settled: (signal) => wait(needs.settleMs ?? defaultSettleMs, signal),
    });
    this.typing = new TypingSignal({
      send: (isTyping) => void this.line.send({ action: 'typing', roomId: this.roomId, isTyping }),
      now: Date.now,
    });
  }

  readonly snapshot = (): RoomState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  open(): void {
    this.line.open();
    this.ticking = setInterval(() => this.tick(), 1_000);
  }

  close(): void {
    this.typing.stopped();
    this.ended.abort();
    this.joined.abort();
    clearInterval(this.ticking);
    clearTimeout(this.rejoin);
    clearTimeout(this.recount);
    this.line.close();
  }

  say(content: string): void {
    const entry = { clientMessageId: this.needs.newId(), content, queuedAt: Date.now() };
    this.typing.stopped();
    this.apply({ type: 'outbox', change: (outbox) => enqueue(outbox, entry) });
    this.flush();
  }

  sayAgain(clientMessageId: string): void {
    this.apply({ type: 'outbox', change: (outbox) => retry(outbox, clientMessageId) });
    this.flush();
  }

  letGo(clientMessageId: string): void {
    this.apply({ type: 'outbox', change: (outbox) => settle(outbox, clientMessageId) });
  }

  edit(messageId: string, content: string): void {
    this.ask({ action: 'edit', roomId: this.roomId, messageId, content });
  }

  remove(messageId: string): void {
    this.ask({ action: 'delete', roomId: this.roomId, messageId });
  }

  react(messageId: string, emoji: string): void {
    const message = this.state.messages.items.find((item) => item.messageId === messageId);
    const remove = message?.reactions.get(emoji)?.includes(this.state.userId) ?? false;
    this.ask({ action: 'react', roomId: this.roomId, messageId, emoji, ...(remove && { remove }) });
  }

  readonly typed = (): void => this.typing.typed();
  readonly stoppedTyping = (): void => this.typing.stopped();
  readonly retryNow = (): void => this.line.retryNow();
  readonly dismiss = (id: number): void => this.apply({ type: 'dismiss', id });

  /** Asked for by scrolling, so a failure is not told but tried again at the next scroll. */
  async readOlder(): Promise<void> {
    if (this.readingOlder || this.state.older !== 'available') return;
    this.readingOlder = true;
    try {
      await this.history.readOlder(this.ended.signal);
    } catch (failure) {
      if (!(failure instanceof HttpFailure)) throw failure;
      this.apply({ type: 'notice', text: `Earlier messages could not be loaded. ${failure.message}.` });
    } finally {
      this.readingOlder = false;
    }
  }

  private get roomId(): string {
    return this.state.roomId;
  }

  /** Wishes other than messages are not kept for later: by then the person sees something else. */
  private ask(frame: ClientFrame): void {
    if (!this.line.send(frame)) this.apply({ type: 'notice', text: 'Not connected: nothing was changed.' });
  }

  private apply(change: RoomChange): void {
    const before = this.state;
    this.state = reduceRoom(before, change);
    if (this.state === before) return;
    if (this.state.outbox !== before.outbox) this.needs.saveOutbox(this.state.outbox);
    if (this.state.people !== before.people) this.keepCount();
    for (const listener of this.listeners) listener();
  }

  private statusChanged(status: ConnectionStatus): void {
    this.apply({ type: 'status', status });
    clearTimeout(this.rejoin);
    if (status.phase !== 'connected') {
      this.joined.abort();
      return;
    }
    // Whoever was refused or put out does not come back by losing the connection.
    if (this.state.admission.kind !== 'refused') this.join();
  }

  private join(): void {
    const { roomId, name } = this.state;
    this.line.send({ action: 'joinRoom', roomId, ...(name !== roomId && { roomName: name }) });
    this.rejoin = setTimeout(() => this.join(), joinPatienceMs);
  }

  private receive(frame: ServerFrame): void {
    this.apply({ type: 'frame', frame, at: Date.now() });
    if ('roomId' in frame && frame.roomId !== this.roomId) return;
    if (frame.type === 'message') this.history.heard(frame);
    if (frame.type === 'joinedRoom') this.arrived();
    if (frame.type === 'error' && frame.action === 'joinRoom') this.notAdmitted(frame);
  }

  private notAdmitted(error: ErrorFrame): void {
    if (this.state.admission.kind === 'inside') return;
    clearTimeout(this.rejoin);
    if (isPassing(error)) this.rejoin = setTimeout(() => this.join(), (error.retryAfter ?? 2) * 1_000);
  }

  private arrived(): void {
    clearTimeout(this.rejoin);
    this.joined.abort();
    this.joined = new AbortController();
    this.line.send({ action: 'members', roomId: this.roomId });
    this.flush();
    void this.catchUp(this.joined.signal);
  }

  private async catchUp(signal: AbortSignal): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        await this.history.afterJoin(signal);
        return;
      } catch (failure) {
        if (failure === signal.reason) return;
        if (!(failure instanceof HttpFailure)) throw failure;
        // The offset is of a log that is no more, or the room is so new that history has not heard of it.
        if (!failure.passing) this.history.startOver();
      }
      await wait(500 + backoffDelay(reconnectBackoff, attempt, Math.random), signal).catch(() => undefined);
    }
  }

  private flush(): void {
    if (this.state.admission.kind !== 'inside') return;
    const { roomId } = this;
    for (const { clientMessageId, content } of due(this.state.outbox, Date.now())) {
      const sent = this.line.send({ action: 'message', roomId, content, messageType: 'text', clientMessageId });
      if (sent) this.apply({ type: 'outbox', change: (outbox) => markSent(outbox, clientMessageId, Date.now()) });
    }
  }

  private tick(): void {
    this.apply({ type: 'tick', at: Date.now() });
    if (hasUnanswered(this.state.outbox)) this.flush();
  }

  /** Spread out, since everybody in the room may have miscounted at the same moment. */
  private keepCount(): void {
    if (this.recount !== undefined || !isOutOfStep(this.state.people)) return;
    this.recount = setTimeout(
      () => {
        this.recount = undefined;
        if (isOutOfStep(this.state.people)) this.line.send({ action: 'members', roomId: this.roomId });
      },
      1_000 + Math.random() * 3_000,
    );
  }
}
