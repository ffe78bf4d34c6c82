import type { Message } from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';
import { postIdOf, postOf } from '@noroshi/protocol';
import { Refused } from '../refusal.js';
import type { MessagesClient } from '../services/service-clients.js';

export interface PostListsOptions {
  readonly messages: Pick<MessagesClient, 'history'>;
  readonly epoch: string;
}

export interface Place {
  readonly roomId: string;
  /** What the answer must have in it. */
  readonly atLeast: Position;
}

/** What history gives at a time. */
const PAGE = 100;
/** Nobody reads further back page by page. */
const FURTHEST = 10_000;

/** What was said in a room, as these clients list it: the newest first, and nothing that was deleted. */
export class PostLists {
  readonly #options: PostListsOptions;

  constructor(options: PostListsOptions) {
    this.#options = options;
  }

  /** @throws Refused */
  async page(place: Place, wish: { readonly before?: Position; readonly page: number; readonly size: number }) {
    const end = Math.min((wish.page + 1) * wish.size, FURTHEST);
    const found: Message[] = [];
    for await (const message of this.#backwards(place, wish.before)) {
      found.push(message);
      if (found.length > end) break;
    }
    return this.#list(found.slice(wish.page * wish.size, end), { older: found[end] });
  }

  /** The next ones after a position. @throws Refused */
  async after(place: Place, { after, size }: { readonly after: Position; readonly size: number }) {
    const { items } = await this.#history({ ...place, after, limit: Math.min(size, PAGE) });
    return this.#list([...items].filter(isThere).reverse());
  }

  /** What was posted at or after a time, and what was changed since of as much as that takes. @throws Refused */
  async since(place: Place, time: number) {
    const found: Message[] = [];
    for await (const message of this.#backwards(place)) {
      if (message.postedAt < time || found.length >= FURTHEST) break;
      found.push(message);
    }
    return this.#list(found);
  }

  /** @throws Refused `message_not_found` */
  async one(place: Place, position: Position): Promise<Record<string, unknown>> {
    return postOf(await this.#message(place, position), this.#options.epoch);
  }

  /** The thread that a message is of, as far as is looked. @throws Refused `message_not_found` */
  async thread(place: Place, position: Position) {
    const message = await this.#message(place, position);
    const root = message.replyTo?.root ?? position;
    const found: Message[] = [];
    let looked = 0;
    for await (const each of this.#forwards(place, root - 1)) {
      if (each.position === root || each.replyTo?.root === root) found.push(each);
      looked += 1;
      if (looked >= FURTHEST) break;
    }
    const replies = found.filter(({ position: each }) => each !== root).length;
    return this.#list(found.reverse(), { fields: { reply_count: replies } });
  }

  async #message(place: Place, position: Position): Promise<Message> {
    const { items } = await this.#history({ ...place, after: position - 1, limit: 1 });
    const [found] = items;
    if (found?.position !== position || !isThere(found)) throw new Refused('message_not_found');
    return found;
  }

  async *#forwards(place: Place, after: Position): AsyncGenerator<Message> {
    let end = after;
    for (;;) {
      const { items, more } = await this.#history({ ...place, after: end, limit: PAGE });
      yield* items.filter(isThere);
      end = items.at(-1)?.position ?? end;
      if (!more) return;
    }
  }

  async *#backwards(place: Place, before?: Position): AsyncGenerator<Message> {
    let end = before;
    for (;;) {
      const { items, more } = await this.#history({
        ...{ ...place, limit: PAGE },
        ...(end === undefined ? {} : { before: end }),
      });
      for (const message of [...items].reverse()) if (isThere(message)) yield message;
      end = items[0]?.position;
      if (!more || end === undefined) return;
    }
  }

  async #history(query: Parameters<MessagesClient['history']>[0]) {
    const answer = await this.#options.messages.history(query);
    if (!answer.ok) throw new Refused(answer.code);
    return answer;
  }

  #list(messages: readonly Message[], { older, fields = {} }: { older?: Message | undefined; fields?: object } = {}) {
    const { epoch } = this.#options;
    const posts = messages.map(
      (message) => [postIdOf(epoch, message.position), { ...postOf(message, epoch), ...fields }] as const,
    );
    return {
      order: posts.map(([id]) => id),
      posts: Object.fromEntries(posts),
      next_post_id: '',
      prev_post_id: older ? postIdOf(epoch, older.position) : '',
      has_next: false,
      first_inaccessible_post_time: 0,
    };
  }
}

const isThere = ({ deletedAt }: Message): boolean => deletedAt === undefined;
