import { setTimeout as delay } from 'node:timers/promises';
import { Client, type Frame } from './client.js';

/** A client that any good front end is like: how long it waits before it tries again, and for an answer. */
const RETRY_MS = 150;
const ANSWER_MS = 3_000;

interface Unanswered {
  readonly content: string;
  readonly accepted: (frame: Frame) => void;
  resend?: NodeJS.Timeout;
}

/**
 * Somebody in a room who stays, whatever is killed: connects and joins again, and sends again, under the same client
 * message id, what has not been acknowledged.
 */
export class PersistentClient {
  /** Every message heard, over all connections. */
  readonly heard: Frame[] = [];
  /** How often it was asked to open another connection before this one is closed. */
  askedToReconnect = 0;
  /** What the server said it stored, by client message id. */
  readonly accepted = new Map<string, Frame>();
  readonly #unanswered = new Map<string, Unanswered>();
  readonly #heardWaiters = new Map<string, () => void>();
  readonly #life: Promise<void>;
  readonly #ended = new AbortController();
  #inside: Client | undefined;
  #sent = 0;
  #offset: unknown;

  constructor(
    readonly options: {
      readonly socketUrl: string;
      readonly token: string;
      readonly roomId: string;
      /** Comes back with its offset, so that it hears also what was said while it was away; else it joins anew. */
      readonly resumes?: boolean;
    },
  ) {
    this.#life = this.#live();
  }

  /** Resolves with the server's acknowledgement, however often it takes. */
  say(content: string): Promise<Frame> {
    this.#sent += 1;
    const id = `m-${this.#sent}`;
    return new Promise((accepted) => {
      this.#unanswered.set(id, { content, accepted });
      this.#send(id);
    });
  }

  /** Resolves once a message with this content is heard live. */
  hears(content: string): Promise<void> {
    if (this.heard.some((frame) => frame['content'] === content)) return Promise.resolve();
    return new Promise((resolve) => this.#heardWaiters.set(content, resolve));
  }

  async leave(): Promise<void> {
    this.#ended.abort();
    for (const { resend } of this.#unanswered.values()) clearTimeout(resend);
    this.#unanswered.clear();
    await this.#inside?.close();
    await this.#life;
  }

  async #live(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      const client = await this.#connect();
      if (client) await this.#stay(client);
      await delay(RETRY_MS, undefined, { signal: this.#ended.signal }).catch(() => undefined);
    }
  }

  async #connect(): Promise<Client | undefined> {
    const { socketUrl, token } = this.options;
    // Refused while nobody listens, which is what this client is for.
    return Client.connect(socketUrl, { token }).catch(() => undefined);
  }

  async #stay(client: Client): Promise<void> {
    this.#inside = client;
    client.onFrame = (frame) => this.#receive(client, frame);
    this.#join(client);
    await client.closed;
    this.#inside = undefined;
    for (const entry of this.#unanswered.values()) clearTimeout(entry.resend);
  }

  #join(client: Client): void {
    const { roomId, resumes } = this.options;
    if (resumes && this.#offset !== undefined)
      client.send({ action: 'resume', rooms: [{ roomId, offset: this.#offset }] });
    else client.send({ action: 'joinRoom', roomId });
  }

  #receive(client: Client, frame: Frame): void {
    const id = frame['clientMessageId'] as string;
    this.#noteOffset(frame);
    if (frame.type === 'joinedRoom' || frame.type === 'resumed')
      for (const unanswered of this.#unanswered.keys()) this.#send(unanswered);
    else if (frame.type === 'message') this.#hear(frame);
    else if (frame.type === 'reconnect') this.askedToReconnect += 1;
    else if (frame.type === 'accepted') this.#acknowledge(id, frame);
    else if (frame.type === 'error') setTimeout(() => (id ? this.#send(id) : this.#join(client)), RETRY_MS);
  }

  /** An acknowledgement says what was stored, not what was heard. */
  #noteOffset({ type, offset }: Frame): void {
    if (offset !== undefined && type !== 'accepted') this.#offset = offset;
  }

  #hear(frame: Frame): void {
    this.heard.push(frame);
    const content = frame['content'] as string;
    this.#heardWaiters.get(content)?.();
    this.#heardWaiters.delete(content);
  }

  #acknowledge(id: string, frame: Frame): void {
    this.accepted.set(id, frame);
    const entry = this.#unanswered.get(id);
    this.#unanswered.delete(id);
    clearTimeout(entry?.resend);
    entry?.accepted(frame);
  }

  #send(clientMessageId: string): void {
    const entry = this.#unanswered.get(clientMessageId);
    if (!entry || !this.#inside) return;
    clearTimeout(entry.resend);
    entry.resend = setTimeout(() => this.#send(clientMessageId), ANSWER_MS);
    const { roomId } = this.options;
    this.#inside.send({ action: 'message', roomId, content: entry.content, clientMessageId });
  }
}
