import { once } from 'node:events';
import { Client4, WebSocketClient } from '@mattermost/client';
import { WebSocket, type RawData } from 'ws';
import { expected, Inbox } from './inbox.js';

/** What Mattermost's client takes for granted in a browser, and Node 20 has not. */
class NodeCloseEvent extends Event {
  readonly code: number;

  constructor(type: string, { code = 0 }: { readonly code?: number } = {}) {
    super(type);
    this.code = code;
  }
}
Object.assign(globalThis, { WebSocket, CloseEvent: NodeCloseEvent });

export interface MattermostEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly broadcast: Readonly<Record<string, unknown>>;
  readonly seq: number;
}

/** A person with Mattermost's own client. */
export class MattermostClient {
  readonly rest = new Client4();
  readonly socket = new WebSocketClient({ minWebSocketRetryTime: 50, reconnectJitterRange: 0 });
  /** How often the client was told that it has missed something. */
  missed = 0;
  readonly #inbox = new Inbox<MattermostEvent>();

  private constructor(url: string) {
    this.rest.setUrl(url);
    this.socket.addMessageListener((event) => this.#inbox.put(event as unknown as MattermostEvent));
  }

  /** Somebody who has a token already. */
  static with(url: string, token: string): MattermostClient {
    const client = new MattermostClient(url);
    client.rest.setToken(token);
    return client;
  }

  static async login(url: string, userId: string): Promise<MattermostClient> {
    const client = new MattermostClient(url);
    await client.rest.login(userId, 'whatever');
    return client;
  }

  /** Resolves when the server has greeted. @param port of a network in between */
  async connect({ port, hearsOfLoss = true }: { port?: number; hearsOfLoss?: boolean } = {}): Promise<MattermostEvent> {
    if (hearsOfLoss) this.socket.addMissedMessageListener(() => (this.missed += 1));
    const url = new URL('/api/v4/websocket', this.rest.getUrl().replace(/^http/, 'ws'));
    if (port !== undefined) url.port = String(port);
    this.socket.initialize(url.href, this.rest.getToken());
    return this.next('hello');
  }

  /** The first event that no earlier call was given and that is wanted. @throws Error that says what came instead */
  next(wanted: string | ((event: MattermostEvent) => boolean)): Promise<MattermostEvent> {
    return this.#inbox.next(expected(typeof wanted === 'string' ? { event: wanted } : wanted));
  }

  /** Everything that its socket told, in order. */
  get events(): readonly MattermostEvent[] {
    return this.#inbox.frames;
  }

  /** Resolves when a post with this text came. */
  hears(message: string): Promise<MattermostEvent> {
    return this.next((event) => event.event === 'posted' && postIn(event)['message'] === message);
  }

  /** The texts of all posts that came, in order. */
  get heard(): string[] {
    return this.events.filter(({ event }) => event === 'posted').map((event) => postIn(event)['message'] as string);
  }

  ask(action: string, data: unknown): Promise<Readonly<Record<string, unknown>>> {
    return new Promise((resolve) => {
      this.socket.sendMessage(action, data, (reply) => resolve(reply as Record<string, unknown>));
    });
  }

  close(): void {
    this.socket.close();
  }
}

/** A post, reaction or channel that stands in an event as JSON. */
export const within = ({ data }: MattermostEvent, field: string): Record<string, unknown> =>
  JSON.parse(data[field] as string) as Record<string, unknown>;

export const postIn = (event: MattermostEvent): Record<string, unknown> => within(event, 'post');

/** A socket of this language without Mattermost's client, for what that would never send. */
export class RawMattermost {
  readonly frames: Record<string, unknown>[] = [];
  readonly closed: Promise<number>;
  #take: (() => void)[] = [];

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: RawData) => {
      this.frames.push(JSON.parse((data as Buffer).toString()) as Record<string, unknown>);
      for (const take of this.#take.splice(0)) take();
    });
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.once('close', (code) => resolve(code)));
  }

  static async open(socketUrl: string, { query = '', headers = {}, path = '/api/v4/websocket' } = {}) {
    const raw = new RawMattermost(new WebSocket(`${socketUrl}${path}${query}`, { headers }));
    await Promise.race([once(raw.socket, 'open'), raw.closed]);
    return raw;
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  /** The first frame, since the beginning, that has these fields. */
  async next(wanted: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.frames.find((frame) => Object.entries(wanted).every(([name, value]) => frame[name] === value));
      if (found) return found;
      await new Promise<void>((resolve) => this.#take.push(resolve));
    }
  }
}
