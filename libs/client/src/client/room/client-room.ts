import type { Message, User } from '../../api/message.js';
import { NoroshiError } from '../../api/noroshi-error.js';
import type { Draft, HistoryPage, HistoryQuery, Member, Receipt, Room, RoomEvents } from '../../api/room.js';
import type { Timeline } from '../../api/timeline.js';
import type { RoomStanding, ToTab } from '../../core/messages.js';
import { offsetOf } from '../../core/room-of.js';
import type { ClientFrame } from '../../wire/client-frame.js';
import type { FollowedRoomFields, ServerFrame } from '../../wire/server-frame.js';
import { closed } from '../core-link.js';
import { messageOf, type Change, type FrameOf } from '../frames.js';
import { Listeners } from '../listeners.js';
import { RoomTimeline } from '../timeline/room-timeline.js';
import { createMembership } from './membership.js';
import { MessageFeed } from './message-feed.js';
import { createPeople } from './people.js';
import { createAbout } from './room-about.js';
import type { RoomContext } from './room-context.js';
import { hearInRoom } from './hear-in-room.js';
import { createSeen } from './seen.js';
import { createTyping } from './typing.js';
import { createUnread } from './unread.js';

const DEFAULT_LIMIT = 50;

export class ClientRoom implements Room {
  readonly id: string;
  readonly people: ReturnType<typeof createPeople>;
  readonly typists: ReturnType<typeof createTyping>;
  readonly about: ReturnType<typeof createAbout>;
  readonly counted: ReturnType<typeof createUnread>;
  readonly listeners = new Listeners<RoomEvents>();
  readonly #context: RoomContext;
  readonly #membership = createMembership();
  readonly #seen = createSeen();
  readonly #timelines = new Set<RoomTimeline>();
  readonly #feeds = new Set<MessageFeed>();
  #how: { readonly name?: string; readonly stay?: boolean } = {};
  #readTo: string | undefined;

  constructor(id: string, context: RoomContext) {
    this.id = id;
    this.#context = context;
    this.people = createPeople(() => this.#ask('members', { action: 'members', roomId: id }));
    this.typists = createTyping((isTyping) => this.#tell({ action: 'typing', roomId: id, isTyping }));
    this.about = createAbout(id, context.rest);
    this.counted = createUnread(() => context.listen('follow'));
  }

  get admission() {
    return this.#membership.admission;
  }

  get info() {
    return this.about.info;
  }

  get presence() {
    return this.people.presence;
  }

  get typing() {
    return this.typists.users;
  }

  get unread() {
    return this.counted.count;
  }

  join(options: { readonly name?: string; readonly stay?: boolean } = {}): Promise<void> {
    this.#how = { ...this.#how, ...options };
    return this.#membership.join(() => this.#want());
  }

  leave(): Promise<void> {
    if (this.#membership.leave()) {
      this.#context.link.post({ kind: 'leave', roomId: this.id });
      this.#outside();
      for (const feed of this.#feeds) feed.end();
    }
    return Promise.resolve();
  }

  send(draft: string | Draft): Promise<Receipt> {
    this.typists.set(false);
    return this.#context.sends.send(this.id, draft);
  }

  retry(clientMessageId: string): void {
    this.#context.link.post({ kind: 'retry', clientMessageId });
  }

  discard(clientMessageId: string): void {
    this.#context.link.post({ kind: 'discard', clientMessageId });
  }

  async edit(messageId: string, content: string): Promise<void> {
    await this.#context.link.ask({ action: 'edit', roomId: this.id, messageId, content });
  }

  async remove(messageId: string): Promise<void> {
    await this.#context.link.ask({ action: 'delete', roomId: this.id, messageId });
  }

  async react(messageId: string, emoji: string): Promise<void> {
    await this.#context.link.ask({ action: 'react', roomId: this.id, messageId, emoji });
  }

  async unreact(messageId: string, emoji: string): Promise<void> {
    await this.#context.link.ask({ action: 'react', roomId: this.id, messageId, emoji, remove: true });
  }

  setTyping(isTyping: boolean): void {
    this.typists.set(isTyping);
  }

  async markRead(offset = this.#seen.last()): Promise<void> {
    if (offset === undefined || offset === this.#readTo) return;
    this.#readTo = offset;
    try {
      await this.#context.link.ask({ action: 'read', roomId: this.id, offset });
    } catch (cause) {
      this.#readTo = undefined;
      throw cause;
    }
  }

  async members(): Promise<readonly Member[]> {
    const { members } = await this.#ask('members', { action: 'members', roomId: this.id });
    return members.map(({ present, ...member }) => ({ ...member, isPresent: present }));
  }

  async history(query: HistoryQuery = {}): Promise<HistoryPage> {
    const { items, more } = await this.#ask('history', { action: 'history', roomId: this.id, ...query });
    return { items: items.map(messageOf), hasMore: more };
  }

  signal(connectionId: string, data: unknown): void {
    this.#tell({ action: 'signal', roomId: this.id, connectionId, data });
  }

  on<K extends keyof RoomEvents>(event: K, listener: (payload: RoomEvents[K]) => void): () => void {
    return this.listeners.on(event, listener);
  }

  messages({ signal }: { readonly signal?: AbortSignal } = {}): AsyncIterable<Message> {
    const feed = new MessageFeed(
      { history: (query) => this.history(query), closed: (ended) => this.#feeds.delete(ended) },
      this.#seen.last(),
    );
    if (signal?.aborted) feed.end();
    else this.#feeds.add(feed);
    signal?.addEventListener('abort', () => feed.end(), { once: true });
    return { [Symbol.asyncIterator]: () => feed };
  }

  timeline({ limit = DEFAULT_LIMIT }: { readonly limit?: number } = {}): Timeline {
    const timeline = new RoomTimeline({
      limit,
      history: (query) => this.history(query),
      unsent: () => this.#context.sends.messages(this.id),
      closed: (closed) => this.#timelines.delete(closed),
    });
    this.#timelines.add(timeline);
    if (this.#membership.isInside()) timeline.entered();
    return timeline;
  }

  get me(): User | undefined {
    return this.#context.me();
  }

  get isWanted(): boolean {
    return this.#membership.isWanted();
  }

  heard(frame: ServerFrame): void {
    const offset = offsetOf(frame);
    if (offset === undefined || this.#seen.isNew(offset)) hearInRoom(this, frame);
  }

  followed(fields: FollowedRoomFields): void {
    this.about.told(fields);
    this.counted.told(fields);
  }

  said(message: Message): void {
    for (const timeline of this.#timelines) timeline.said(message);
    for (const feed of this.#feeds) feed.said(message);
    this.listeners.tell('message', message);
  }

  changed(change: Change): void {
    for (const timeline of this.#timelines) timeline.changed(change);
  }

  stands(standing: RoomStanding): void {
    if (!this.isWanted) return;
    this.#membership.stands(standing);
    if (standing.kind === 'inside') return this.#entered(standing.offset);
    this.typists.nobody();
    if (standing.kind !== 'out') return;
    this.#outside();
    for (const timeline of this.#timelines) timeline.refused({ code: standing.code, message: standing.message });
  }

  missed({ from, to, code }: Extract<ToTab, { kind: 'gap' }>): void {
    for (const timeline of this.#timelines) timeline.missed();
    for (const feed of this.#feeds) feed.missed();
    this.listeners.tell('gap', { from, code, ...(to !== undefined && { to }) });
  }

  /** What is on its way has changed. `stored`: was acknowledged just now. */
  unsentChanged(stored: Message | undefined): void {
    for (const timeline of this.#timelines) {
      if (stored) timeline.stored(stored);
      timeline.stale();
    }
  }

  /** To a core that knows nothing yet. */
  wantAgain(): void {
    if (this.isWanted && this.admission.current.kind !== 'out') this.#want();
  }

  close(): void {
    this.#membership.rejectAll(closed());
    this.typists.close();
    this.people.left();
    for (const feed of this.#feeds) feed.end();
    for (const timeline of this.#timelines) timeline.close();
  }

  #want(): void {
    const offset = this.#seen.last();
    this.#context.link.post({ kind: 'join', room: { roomId: this.id, ...this.#how, offset } });
  }

  #entered(offset: string | undefined): void {
    if (offset !== undefined) this.#seen.reached(offset);
    this.about.entered();
    this.people.meet();
    for (const timeline of this.#timelines) timeline.entered();
  }

  #outside(): void {
    this.people.left();
    this.typists.nobody();
  }

  #tell(frame: ClientFrame): void {
    this.#context.link.post({ kind: 'tell', frame });
  }

  async #ask<T extends ServerFrame['type']>(type: T, question: ClientFrame): Promise<FrameOf<T>> {
    const frames = await this.#context.link.ask(question);
    const frame = frames.find((each): each is FrameOf<T> => each.type === type);
    if (!frame) throw new NoroshiError('internal', `The server did not answer with ${type}`);
    return frame;
  }
}
