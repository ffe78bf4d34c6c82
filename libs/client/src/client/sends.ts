import type { Message, User } from '../api/message.js';
import { NoroshiError } from '../api/noroshi-error.js';
import type { Draft, Receipt } from '../api/room.js';
import type { ToTab, Unsent } from '../core/messages.js';
import type { Outgoing } from '../ports/outbox-store.js';
import { closed, errorOf, type CoreLink } from './core-link.js';

interface Needs {
  readonly link: Pick<CoreLink, 'post'>;
  readonly me: () => User | undefined;
  /** Something of the room is on its way, or not any more. */
  readonly changed: (roomId: string, stored?: Message) => void;
}

interface Waiting {
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (error: NoroshiError) => void;
}

/** Whose it is comes back from the core. */
type Entry = Unsent & Partial<Pick<Outgoing, 'userId' | 'error'>>;

const idAlphabet = 36;

/** Also where the page is not a secure context, in which there is no `randomUUID`. */
const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(idAlphabet).padStart(7, '0')).join('');

/** What is on its way out of this tab's rooms, whoever of the user's tabs sent it, and the promises of those sent here. */
export class Sends {
  readonly #needs: Needs;
  readonly #entries = new Map<string, Entry>();
  readonly #waiting = new Map<string, Waiting>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  send(roomId: string, draft: string | Draft): Promise<Receipt> {
    const { content, messageType = 'text', replyTo } = typeof draft === 'string' ? { content: draft } : draft;
    const clientMessageId = newId();
    const unsent: Unsent = {
      ...{ roomId, clientMessageId, content, messageType, queuedAt: Date.now() },
      ...(replyTo !== undefined && { replyTo }),
    };
    return new Promise((resolve, reject) => {
      this.#waiting.set(clientMessageId, { resolve, reject });
      this.#set(unsent);
      this.#needs.link.post({ kind: 'send', unsent });
    });
  }

  /** In all rooms. */
  get unsent(): number {
    return [...this.#entries.values()].filter(({ error }) => !error).length;
  }

  /** Of one room, in the order of sending, as messages that are not stored. */
  messages(roomId: string): readonly Message[] {
    const me = this.#needs.me();
    return [...this.#entries.values()].flatMap((entry) =>
      entry.roomId === roomId ? [shown(entry, me ?? knownOf(entry))] : [],
    );
  }

  /** To another core: those whose end was not told. It knows those that it has, or that the server has. */
  tellAgain(): void {
    for (const entry of this.#entries.values())
      if (!entry.error) this.#needs.link.post({ kind: 'send', unsent: bare(entry) });
  }

  outgoing({ entries }: Extract<ToTab, { kind: 'outgoing' }>): void {
    for (const entry of entries) {
      this.#set(entry);
      if (entry.error) this.#taken(entry.clientMessageId)?.reject(errorOf(entry.error));
    }
  }

  settled({ roomId, clientMessageId, receipt }: Extract<ToTab, { kind: 'settled' }>): void {
    const entry = this.#entries.get(clientMessageId);
    this.#entries.delete(clientMessageId);
    const me = this.#needs.me();
    const stored = entry && receipt && me && { ...shown(entry, me), ...placeOf(receipt), status: 'stored' as const };
    this.#needs.changed(roomId, stored);
    const waiting = this.#taken(clientMessageId);
    if (receipt) waiting?.resolve(placeOf(receipt));
    else waiting?.reject(new NoroshiError('discarded', 'The message was discarded'));
  }

  close(): void {
    for (const { reject } of this.#waiting.values()) reject(closed());
    this.#waiting.clear();
  }

  #set(entry: Entry): void {
    const { clientMessageId, error } = entry;
    // One that is tried again is said after all others.
    if (!error && this.#entries.get(clientMessageId)?.error) this.#entries.delete(clientMessageId);
    this.#entries.set(clientMessageId, entry);
    this.#needs.changed(entry.roomId);
  }

  #taken(clientMessageId: string): Waiting | undefined {
    const waiting = this.#waiting.get(clientMessageId);
    this.#waiting.delete(clientMessageId);
    return waiting;
  }
}

const placeOf = ({ messageId, offset }: Receipt): Receipt => ({ messageId, offset });

/** Before the server has said who one is. */
const knownOf = ({ userId = '' }: Entry): User => ({ userId, name: userId });

const bare = ({ userId: _userId, error: _error, ...unsent }: Entry): Unsent => unsent;

const shown = (entry: Entry, author: User): Message => {
  const { queuedAt, ...said } = bare(entry);
  const { error } = entry;
  return {
    ...{ ...said, author, at: queuedAt, reactions: {} },
    ...(error ? { status: 'failed', error } : { status: 'pending' }),
  };
};
