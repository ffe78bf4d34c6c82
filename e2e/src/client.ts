import { once } from 'node:events';
import { WebSocket, type RawData } from 'ws';
import { expected, Inbox, type Wanted } from './inbox.js';

/** A frame as it came; the fields a test relies on are looked at by the test. */
export interface Frame {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface ConnectOptions {
  readonly token?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly protocols?: readonly string[];
  readonly path?: string;
  /** PEM of who vouches for the server, where that is nobody whom the world knows. */
  readonly ca?: string;
}

export interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** The handshake was answered with a status instead of an upgrade. */
export class NotUpgraded extends Error {
  override readonly name = 'NotUpgraded';

  constructor(readonly status: number) {
    super(`The handshake was answered ${status}`);
  }
}

/** One socket that speaks the rooms dialect. */
export class Client {
  readonly socket: WebSocket;
  /** Resolves when the connection is over. */
  readonly closed: Promise<Closing>;
  /** Told of each frame as well, as it comes. */
  onFrame: (frame: Frame) => void = () => undefined;
  readonly #inbox = new Inbox<Frame>({ state: () => this.#state() });
  #closing: Closing | undefined;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => this.#receive(data));
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        this.#closing = { code, reason: reason.toString() };
        resolve(this.#closing);
      });
    });
  }

  /** Resolves when the socket is open. @throws NotUpgraded when the server answers otherwise */
  static async open(socketUrl: string, options: ConnectOptions = {}): Promise<Client> {
    const url = new URL(options.path ?? '/ws', socketUrl);
    const query = { ...(options.token === undefined ? {} : { token: options.token }), ...options.query };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const socket = new WebSocket(url, [...(options.protocols ?? [])], {
      headers: { ...options.headers },
      ...(options.ca === undefined ? {} : { ca: options.ca }),
    });
    const client = new Client(socket);
    const refused = new Promise<never>((_resolve, reject) => {
      socket.once('unexpected-response', (request, { statusCode }) => {
        request.destroy();
        reject(new NotUpgraded(statusCode ?? 0));
      });
    });
    // A refused handshake ends in an error as well, and so does a connection that is cut later.
    socket.on('error', () => undefined);
    await Promise.race([once(socket, 'open'), refused]);
    return client;
  }

  /** Resolves when the server has greeted. */
  static async connect(socketUrl: string, options: ConnectOptions = {}): Promise<Client> {
    const client = await Client.open(socketUrl, options);
    await client.next('connection');
    return client;
  }

  /** Everything that came, in order. */
  get frames(): Frame[] {
    return this.#inbox.frames;
  }

  get connectionId(): string {
    return this.frames.find(({ type }) => type === 'connection')?.['connectionId'] as string;
  }

  send(frame: object): void {
    this.sendText(JSON.stringify(frame));
  }

  sendText(text: string | Buffer): void {
    this.socket.send(text);
  }

  /**
   * The first frame that no earlier call was given and that is wanted: of a type, with these fields, or by a function.
   * @throws Error that says what was awaited, and what came instead
   */
  next(wanted: string | Wanted<Frame>, timeoutMs?: number): Promise<Frame> {
    return this.#inbox.next(expected(typeof wanted === 'string' ? { type: wanted } : wanted), timeoutMs);
  }

  /** All frames of a type so far. */
  of(type: string): Frame[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  /** Asks and gets the answer: everything that the server sent before it has been received then. */
  async settled(): Promise<void> {
    this.send({ action: 'ping' });
    await this.next('pong');
  }

  async join(roomId: string, more: object = {}): Promise<Frame> {
    this.send({ action: 'joinRoom', roomId, ...more });
    return this.next({ type: 'joinedRoom', roomId });
  }

  /** Posts, and resolves with the broadcast as this client heard it. */
  async say(roomId: string, content: string, more: object = {}): Promise<Frame> {
    this.send({ action: 'message', roomId, content, ...more });
    return this.next({ type: 'message', roomId, content });
  }

  async close(): Promise<Closing> {
    this.socket.close();
    return this.closed;
  }

  /** Ends the connection as a crash does: without a close frame. */
  reset(): void {
    this.socket.terminate();
  }

  #receive(data: RawData): void {
    const frame = JSON.parse((data as Buffer).toString()) as Frame;
    this.#inbox.put(frame);
    this.onFrame(frame);
  }

  #state(): string {
    return `The socket is ${this.#closing ? `closed with ${this.#closing.code} ${this.#closing.reason}` : 'open'}. `;
  }
}
