import type { TokenReason } from '../api/client.js';
import type { ConnectionState } from '../api/connection-state.js';
import type { User } from '../api/message.js';
import type { OutboxStore } from '../ports/outbox-store.js';
import type { Port } from '../ports/port.js';
import type { Transport } from '../ports/transport.js';
import type { ClientFrame } from '../wire/client-frame.js';
import type { ServerFrame } from '../wire/server-frame.js';
import { createAsks, offline, refusalOf, type Asks } from './asks.js';
import { createAttention } from './attention.js';
import { systemClock, type Clock } from './clock.js';
import { Connection, type Greeting } from './connection.js';
import type { ToCore, ToTab, TokenAnswer } from './messages.js';
import { Outbox } from './outbox.js';
import { claimsOf } from './read-token.js';
import { roomOf } from './room-of.js';
import { Rooms } from './rooms.js';
import type { Tab } from './tab.js';
import { tokenAsks } from './token-asks.js';
import { topicOf } from './topic-of.js';
import { Topics } from './topics.js';

export interface CoreOptions {
  /** Of the server, such as `https://chat.example.com`. */
  readonly url: string;
  /** In the order they are tried; one at least. */
  readonly transports: readonly Transport[];
  readonly outbox: OutboxStore;
  readonly clock?: Clock;
}

/** Holds the one connection for those who attach. Connects when the first one does, and lets go when the last one went. */
export interface Core {
  attach(port: Port<ToCore, ToTab>): void;
  close(): void;
}

type Asked = Extract<ToCore, { kind: 'ask' }>;

type Handlers = {
  readonly [K in ToCore['kind']]: (tab: Tab, message: Extract<ToCore, { kind: K }>) => void;
};

export const createCore = (options: CoreOptions): Core => new ConnectionCore(options);

class ConnectionCore implements Core {
  readonly #connection: Connection;
  readonly #tabs = new Set<Tab>();
  readonly #tokens = tokenAsks(this.#tabs);
  readonly #asks: Asks;
  readonly #rooms: Rooms;
  readonly #topics: Topics;
  readonly #outbox: Outbox;
  readonly #attention: ReturnType<typeof createAttention>;
  #state: ConnectionState = { phase: 'connecting' };
  #me: User | undefined;
  /** Asked before it was known whether there is a connection, or a room. */
  #early: (readonly [Tab, Asked])[] = [];
  /** Heard and not told yet: whatever else is told comes after them. */
  #heard: ServerFrame[] = [];

  constructor({ url, transports, outbox, clock = systemClock }: CoreOptions) {
    const send = (frame: ClientFrame): boolean => this.#connection.send(frame);
    this.#asks = createAsks({ clock, send });
    const ask: Asks['ask'] = (frame, answered) => this.#asks.ask(frame, answered);
    this.#rooms = new Rooms({
      clock,
      ask,
      isConnected: () => this.#connection.isConnected,
      tell: (message) => this.#tellOfRoom(message),
    });
    this.#topics = new Topics({
      ...{ clock, ask, send },
      tell: (message) => this.#tell(message, (tab) => this.#topics.isHeldBy(message.topic, tab)),
    });
    this.#outbox = new Outbox({
      ...{ clock, send, store: outbox, rooms: this.#rooms },
      tell: (message) => this.#tell(message),
    });
    this.#attention = createAttention({ clock, send });
    this.#connection = new Connection({
      ...{ url, transports, clock },
      token: (reason) => this.#token(reason),
      onState: (state) => this.#stateChanged(state),
      onGreeting: (greeting) => this.#greeted(greeting),
      onFrames: (frames) => this.#hear(frames),
      onLost: () => this.#lost(),
      tap: (direction, frames) => this.#tap(direction, frames),
    });
  }

  attach(port: Port<ToCore, ToTab>): void {
    const tab: Tab = {
      tell: (message) => port.post(message),
      close: () => port.close(),
      device: { isOnline: true, isVisible: true },
      isTapping: false,
    };
    port.listen({
      message: (message) => (this.#handlers[message.kind] as (tab: Tab, message: ToCore) => void)(tab, message),
      ended: () => this.#gone(tab),
    });
  }

  close(): void {
    const tabs = [...this.#tabs];
    // They hear that this core has ended, and not that there is no connection to be had: another core may have one.
    this.#tabs.clear();
    this.#connection.stop();
    for (const tab of tabs) tab.close();
  }

  readonly #handlers: Handlers = {
    hello: (tab, { device }) => this.#hello(tab, device),
    device: (tab, { device }) => this.#deviceChanged(tab, device),
    token: (_tab, { askId, answer }) => this.#tokens.answered(askId, answer),
    join: (tab, { room }) => this.#join(tab, room),
    leave: (tab, { roomId }) => this.#rooms.unwant(roomId, tab),
    send: (_tab, { unsent }) => this.#outbox.send(unsent),
    retry: (_tab, { clientMessageId }) => this.#outbox.retry(clientMessageId),
    discard: (_tab, { clientMessageId }) => this.#outbox.discard(clientMessageId),
    ask: (tab, message) => this.#ask(tab, message),
    tell: (_tab, { frame }) => void this.#connection.send(frame),
    listen: (tab, { topic }) => this.#topics.listen(topic, tab),
    unlisten: (tab, { topic }) => this.#topics.unlisten(topic, tab),
    tap: (tab, { isOn }) => void (tab.isTapping = isOn),
    retryNow: () => this.#connection.retryNow(),
  };

  #hello(tab: Tab, device: Tab['device']): void {
    this.#tabs.add(tab);
    tab.device = device;
    // A new page is a new wish, also where the server has said not to come back.
    if (this.#tabs.size === 1 || this.#state.phase === 'closed') this.#connection.start();
    tab.tell({ kind: 'state', state: this.#state });
    if (this.#me) tab.tell({ kind: 'me', me: this.#me });
    tab.tell({ kind: 'outgoing', entries: this.#outbox.entries });
    this.#attention.tabsChanged(this.#tabs);
  }

  #gone(tab: Tab): void {
    if (!this.#tabs.delete(tab)) return;
    this.#tokens.gone(tab);
    this.#rooms.unwantAll(tab);
    this.#topics.unlistenAll(tab);
    this.#attention.tabsChanged(this.#tabs);
    if (this.#tabs.size === 0) this.#connection.stop();
  }

  #deviceChanged(tab: Tab, device: Tab['device']): void {
    const before = tab.device;
    tab.device = device;
    this.#attention.tabsChanged(this.#tabs);
    if (device.isOnline !== before.isOnline || (device.isVisible && !before.isVisible))
      this.#connection.deviceChanged(device);
  }

  /** Who comes to a room that others are in already hears where it stands. */
  #join(tab: Tab, room: Extract<ToCore, { kind: 'join' }>['room']): void {
    this.#rooms.want(room, tab);
    const { roomId } = room;
    tab.tell({ kind: 'room', roomId, standing: this.#rooms.standing(roomId) });
  }

  #ask(tab: Tab, asked: Asked): void {
    if (this.#isUndecided(asked.frame)) return void this.#early.push([tab, asked]);
    const { askId, frame } = asked;
    this.#asks.ask(frame, (refusal, frames) => {
      const change = changes[frame.action];
      if (change && !refusal)
        this.#tell({ kind: 'notificationChanged', change, ...('id' in frame && { id: frame.id }) });
      this.#deliver();
      tab.tell({
        kind: 'answer',
        askId,
        frames,
        refusal: this.#state.phase === 'closed' ? { ...offline, code: 'closed' } : refusal,
      });
    });
  }

  #isUndecided(frame: ClientFrame): boolean {
    const { phase } = this.#state;
    if (phase !== 'connected') return phase === 'connecting';
    return 'roomId' in frame && this.#rooms.standing(frame.roomId).kind === 'joining';
  }

  #runEarly(): void {
    for (const [tab, asked] of this.#early.splice(0)) this.#ask(tab, asked);
  }

  #stateChanged(state: ConnectionState): void {
    this.#state = state;
    this.#tell({ kind: 'state', state });
    this.#runEarly();
  }

  /** Whose the outbox is does not wait for a connection: what is said before there is one is kept and shown, though not sent. */
  async #token(reason: TokenReason): Promise<TokenAnswer> {
    const answer = await this.#tokens.ask(reason);
    const { sub } = answer.kind === 'token' && answer.token !== undefined ? claimsOf(answer.token) : {};
    if (sub !== undefined && !this.#connection.isConnected) void this.#outbox.belongsTo(sub);
    return answer;
  }

  #greeted({ userId = '', username = userId, guest }: Greeting): void {
    this.#me = { userId, name: username, ...(guest && { isGuest: true }) };
    this.#tell({ kind: 'me', me: this.#me });
    // First of all: what another user left is not to be said in rooms that are joined now.
    void this.#outbox.belongsTo(userId);
    this.#rooms.connected();
    this.#topics.connected();
    this.#attention.connected();
  }

  #lost(): void {
    this.#rooms.connectionLost();
    this.#outbox.connectionLost();
    this.#asks.connectionLost();
  }

  #hear(frames: readonly ServerFrame[]): void {
    for (const frame of frames) {
      this.#heed(frame);
      this.#heard.push(frame);
    }
    this.#deliver();
  }

  #heed(frame: ServerFrame): void {
    this.#asks.heard(frame);
    this.#rooms.heard(frame);
    if (frame.type === 'accepted') this.#outbox.accepted(frame.clientMessageId, frame);
    if (frame.type === 'error' && frame.clientMessageId !== undefined)
      this.#outbox.refused(frame.clientMessageId, refusalOf(frame));
  }

  #deliver(): void {
    const heard = this.#heard.splice(0);
    for (const tab of this.#tabs) {
      const frames = heard.filter((frame) => this.#concerns(frame, tab));
      if (frames.length > 0) tab.tell({ kind: 'frames', frames });
    }
  }

  #concerns(frame: ServerFrame, tab: Tab): boolean {
    const topic = topicOf(frame);
    if (topic) return this.#topics.isHeldBy(topic, tab);
    const roomId = roomOf(frame);
    if (roomId === undefined) return frame.type === 'status' || frame.type === 'broadcast';
    return this.#rooms.isHeldBy(roomId, tab) || this.#topics.isHeldBy('follow', tab);
  }

  #tellOfRoom(message: Extract<ToTab, { kind: 'room' | 'gap' }>): void {
    this.#tell(message, (tab) => this.#rooms.isHeldBy(message.roomId, tab));
    if (message.kind === 'gap') return;
    this.#outbox.roomStands(message.roomId, message.standing);
    this.#runEarly();
  }

  #tell(message: ToTab, isFor: (tab: Tab) => boolean = () => true): void {
    this.#deliver();
    for (const tab of this.#tabs) if (isFor(tab)) tab.tell(message);
  }

  #tap(direction: 'in' | 'out', frames: readonly (ClientFrame | ServerFrame)[]): void {
    for (const tab of this.#tabs)
      if (tab.isTapping) for (const frame of frames) tab.tell({ kind: 'tap', direction, frame: hidden(frame) });
  }
}

/** What a tab does with notifications, the server tells the user's other connections only. */
const changes: { readonly [A in ClientFrame['action']]?: 'read' | 'removed' } = {
  readNotification: 'read',
  readAllNotifications: 'read',
  removeNotification: 'removed',
  clearNotifications: 'removed',
};

/** A debug tap ends up in consoles and bug reports. */
const hidden = (frame: ClientFrame | ServerFrame): Readonly<Record<string, unknown>> =>
  'token' in frame ? { ...frame, token: '…' } : { ...frame };
