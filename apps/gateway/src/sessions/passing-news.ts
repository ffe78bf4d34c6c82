import type { PresenceNews } from '@noroshi/domain';
import type { ServerFrame } from '@noroshi/protocol';
import type { RoomWatcher } from '../rooms/room-watchers.js';
import type { TypingNews } from '../rooms/typing-news.js';

/** Nobody reads more of it, and it is worth nothing later. */
const MOST = 100;
/** Milliseconds in which more may come before it is told: many who type must not make as many requests. */
const GATHERED_FOR_MS = 100;

export interface PassingWish {
  /** Who need not be told of what that one does. */
  readonly exceptOf: string | undefined;
}

type Passing = ServerFrame & { readonly kind: 'typing' | 'presence' | 'crowd' };

/** What is kept nowhere and is heard while somebody waits, for who has asked for it. */
export class PassingNews {
  readonly watcher: RoomWatcher;
  readonly #exceptOf: string | undefined;
  readonly #heard: { readonly roomId: string; readonly frame: Passing }[] = [];
  readonly #wake: () => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param wish absent: nothing of it is wanted */
  constructor(wish: PassingWish | undefined, wake: () => void) {
    this.#exceptOf = wish?.exceptOf;
    this.#wake = wake;
    this.watcher = wish
      ? { onTyping: (roomId, news) => this.#typing(roomId, news), onPresence: (news) => this.#presence(news) }
      : {};
  }

  of(roomIds: readonly string[]): readonly ServerFrame[] {
    return this.#heard.filter(({ roomId }) => roomIds.includes(roomId)).map(({ frame }) => frame);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #typing(roomId: string, { user, isTyping, at }: TypingNews): void {
    if (user.id !== this.#exceptOf) this.#hear(roomId, { kind: 'typing', roomId, user, isTyping, at });
  }

  #presence(news: PresenceNews['news']): void {
    const at = Date.now();
    if (news.kind === 'crowd') this.#hear(news.roomId, { kind: 'crowd', crowd: news, at });
    else if (news.user.id !== this.#exceptOf) this.#hear(news.roomId, { kind: 'presence', change: news, at });
  }

  #hear(roomId: string, frame: Passing): void {
    if (this.#heard.push({ roomId, frame }) > MOST) this.#heard.shift();
    this.#timer ??= setTimeout(this.#wake, GATHERED_FOR_MS);
  }
}
