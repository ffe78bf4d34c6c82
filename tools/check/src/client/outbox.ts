import type { Frame, Ledger, Post } from './ledger.js';

export interface OutboxOptions {
  readonly ledger: Ledger;
  readonly now: () => number;
  /** Sends a frame, if the client is in the room now. @returns whether it did */
  readonly send: (roomId: string, frame: object) => boolean;
  readonly onAccepted: (post: Post, at: number) => void;
}

/** No answer for this long: the message is sent once more. */
const ANSWER_MS = 2_500;
const RETRY_MS = [150, 450] as const;
/** On their way at a time. */
const WINDOW = 16;

/** What a client wants to say and the server has not acknowledged: sent again, under the same id, until it is. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #waiting = new Map<string, Post>();
  readonly #onTheirWay = new Map<string, NodeJS.Timeout>();
  #closed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** The ids of what is not acknowledged. */
  ids(): string[] {
    return [...this.#waiting.keys()];
  }

  add(roomId: string, content: string): void {
    const { ledger } = this.#options;
    const id = `${ledger.client}-${ledger.posts.size + 1}`;
    const post: Post = { id, roomId, content, accepted: [] };
    ledger.posts.set(id, post);
    this.#waiting.set(id, post);
    this.flush();
  }

  /** In the order they were said. */
  flush(): void {
    for (const post of this.#waiting.values()) {
      if (this.#onTheirWay.size >= WINDOW) return;
      if (!this.#onTheirWay.has(post.id)) this.#send(post);
    }
  }

  /** The connection is gone: whether what was on its way has arrived, nobody knows. */
  disconnected(): void {
    for (const timer of this.#onTheirWay.values()) clearTimeout(timer);
    this.#onTheirWay.clear();
  }

  accepted(frame: Frame): void {
    const { ledger, now, onAccepted } = this.#options;
    const post = ledger.posts.get(String(frame['clientMessageId']));
    if (!post) {
      ledger.blame({
        at: now(),
        roomId: String(frame['roomId']),
        text: `accepted what was not sent: ${JSON.stringify(frame)}`,
      });
      return;
    }
    const [offset, messageId] = [String(frame['offset']), String(frame['messageId'])];
    if (!post.accepted.some((known) => known.offset === offset && known.messageId === messageId))
      post.accepted.push({ at: now(), offset, messageId });
    onAccepted(post, now());
    this.#waiting.delete(post.id);
    this.#land(post.id);
    this.flush();
  }

  /** The server says that it did not store it. */
  refused(id: string, retry: boolean): void {
    if (!this.#waiting.has(id)) return;
    this.#land(id);
    if (retry) this.#later(id);
    else this.#waiting.delete(id);
  }

  /** Whoever leaves a room says nothing more there; what is on its way may still arrive. */
  abandon(roomId: string): void {
    for (const post of [...this.#waiting.values()].filter((waiting) => waiting.roomId === roomId)) {
      this.#waiting.delete(post.id);
      this.#land(post.id);
    }
  }

  close(): void {
    this.#closed = true;
    this.disconnected();
  }

  #send(post: Post): void {
    const { send, now } = this.#options;
    const { id, roomId, content } = post;
    if (!send(roomId, { action: 'message', roomId, content, clientMessageId: id })) return;
    post.sentAt = now();
    this.#onTheirWay.set(
      id,
      setTimeout(() => {
        this.#land(id);
        this.flush();
      }, ANSWER_MS),
    );
  }

  /** It keeps its place among those on their way, so that a server in trouble is not asked more and more. */
  #later(id: string): void {
    if (this.#closed) return;
    const [from, to] = RETRY_MS;
    const again = setTimeout(
      () => {
        this.#land(id);
        this.flush();
      },
      from + Math.random() * (to - from),
    );
    this.#onTheirWay.set(id, again);
  }

  #land(id: string): void {
    clearTimeout(this.#onTheirWay.get(id));
    this.#onTheirWay.delete(id);
  }
}
