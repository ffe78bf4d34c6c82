import type { Transport, TransportAddress, TransportLink, TransportListener } from '../ports/transport.js';
import type { TransportName } from '../api/connection-state.js';
import type { ClientFrame } from '../wire/client-frame.js';
import type { ServerFrame } from '../wire/server-frame.js';
import { openEventStream } from './event-stream-feed.js';
import { FeedClosed, type OpenFeed } from './feed.js';
import { HttpCaller, HttpProblem } from './http-caller.js';
import { doneOf, ListenedRooms, refusalOf, type RoomFrame } from './listened-rooms.js';
import { openPoll } from './poll-feed.js';
import { claimsOf } from '../core/read-token.js';
import { isRestFrame, notSupported, restAnswer, unreadNotifications } from './rest-commands.js';
import { WatchedStreams } from './watched-streams.js';

const httpTransport = (name: 'sse' | 'poll', openFeed: OpenFeed): Transport => ({
  name,
  open: (address, listener) => new HttpLink(address, listener, { name, openFeed }),
});

/**
 * The native language over server-sent events and REST, for networks that let no WebSocket through. Listening is not being
 * there: nobody sees who listens, and who says something in a room becomes a lasting member of it. Signals are refused
 * (`not_supported`), and what is decided about rooms is not told.
 */
export const eventStreamTransport: Transport = httpTransport('sse', openEventStream);

/** The same over repeated requests alone. Who comes, goes or types between two of them is not heard; metrics are refused. */
export const pollTransport: Transport = httpTransport('poll', openPoll);

const NOTIFICATIONS_EVERY_MS = 30_000;

type StreamsFrame = ClientFrame & { readonly action: 'watch' | 'unwatch' };
type Asked = ClientFrame & { readonly action: Exclude<ClientFrame['action'], RoomFrame['action']> };

const isRoomFrame = (frame: ClientFrame): frame is RoomFrame =>
  ['joinRoom', 'leaveRoom', 'resume', 'follow'].includes(frame.action);

/** Whose order matters to others. */
const ORDERED: readonly ClientFrame['action'][] = [
  'message',
  'edit',
  'delete',
  'react',
  'read',
  'typing',
  'authenticate',
];

class HttpLink implements TransportLink {
  readonly #caller: HttpCaller;
  readonly #rooms: ListenedRooms;
  /** Undefined: nothing is streamed at all. */
  readonly #streams: WatchedStreams | undefined;
  readonly #greeted: Promise<void>;
  #waiting: ClientFrame[] = [];
  #turn: Promise<void>;
  #isOver = false;
  #notifications: ReturnType<typeof setInterval> | undefined;
  readonly #notified = new Set<string>();

  constructor(
    private readonly address: TransportAddress,
    private readonly listener: TransportListener,
    { name, openFeed }: { readonly name: TransportName; readonly openFeed: OpenFeed },
  ) {
    this.#caller = new HttpCaller(address.url, address.token);
    const listening = {
      caller: this.#caller,
      guestId: address.guestId,
      listener: {
        told: (frames: readonly ServerFrame[]) => this.#tell(frames),
        failed: (error: unknown) => this.#fail(error),
      },
    };
    this.#rooms = new ListenedRooms({ ...listening, openFeed });
    this.#streams = name === 'sse' ? new WatchedStreams(listening) : undefined;
    this.#greeted = this.#greet();
    this.#turn = this.#greeted;
    this.#greeted.catch((error: unknown) => this.#fail(error));
  }

  send(frames: readonly ClientFrame[]): void {
    for (const frame of frames)
      if (isRoomFrame(frame) || ORDERED.includes(frame.action)) this.#waiting.push(frame);
      else this.#during(this.#greeted.then(() => this.#answer(frame)));
    this.#turn = this.#turn.then(() => this.#work());
    this.#during(this.#turn);
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#notifications);
    this.#rooms.close();
    this.#streams?.close();
    this.#caller.close();
  }

  /** Whether the server answers, and takes the token: a stream that has no rooms can't be begun. */
  async #greet(): Promise<void> {
    const { token, guestId } = this.address;
    await this.#caller.call({ path: token === undefined ? '/rooms?limit=1' : '/me/rooms?limit=1' });
    const { sub, name, exp } = token === undefined ? { sub: guestId } : claimsOf(token);
    this.#tell([
      {
        ...{ type: 'connection', status: 'connected', connectionId: `http-${crypto.randomUUID()}` },
        ...(sub === undefined ? {} : { userId: sub, username: name ?? sub }),
        ...(token === undefined ? { guest: true } : {}),
        ...(exp === undefined ? {} : { expiresAt: new Date(exp * 1000).toISOString() }),
        timestamp: new Date().toISOString(),
      },
    ]);
  }

  /** In order; of rooms as many together as came together, because each change of them begins another stream. */
  async #work(): Promise<void> {
    for (let frame = this.#waiting.shift(); frame !== undefined; frame = this.#waiting.shift()) {
      if (!isRoomFrame(frame)) await this.#answer(frame);
      else {
        const end = this.#waiting.findIndex((next) => !isRoomFrame(next));
        const more = this.#waiting.splice(0, end === -1 ? this.#waiting.length : end) as RoomFrame[];
        await this.#rooms.change([frame, ...more]);
      }
    }
  }

  async #answer(frame: Asked): Promise<void> {
    try {
      this.#tell([...(await this.#framesFor(frame)), ...doneOf(frame)]);
    } catch (error) {
      const { refusal } = refusalOf(frame, error);
      // Of what nobody waits for, nobody wants to hear that it did not work.
      if (frame.ref !== undefined || frame.action === 'message') this.#tell([refusal]);
    }
  }

  #framesFor(frame: Asked): Promise<readonly ServerFrame[]> {
    if (frame.action === 'authenticate') return this.#authenticate(frame);
    if (frame.action === 'notifications') return this.#watchNotifications();
    if (frame.action === 'watch' || frame.action === 'unwatch') return this.#watch(frame);
    if (isRestFrame(frame)) return restAnswer(this.#caller, frame);
    return Promise.resolve([]);
  }

  async #authenticate({
    token,
    ref,
  }: ClientFrame & { readonly action: 'authenticate' }): Promise<readonly ServerFrame[]> {
    this.#caller.token = token;
    await this.#caller.call({ path: '/me/rooms?limit=1' });
    // A stream would end with the token that it began with.
    await Promise.all([this.#rooms.begin(), this.#streams?.begin()]);
    const expiresAt = new Date((claimsOf(token).exp ?? 0) * 1000).toISOString();
    return [{ type: 'authenticated', ...(ref === undefined ? {} : { ref }), expiresAt }];
  }

  async #watch({ action, streams }: StreamsFrame): Promise<readonly ServerFrame[]> {
    if (action === 'unwatch') this.#streams?.unwatch(streams);
    else if (this.#streams) await this.#streams.watch(streams);
    else throw notSupported('of metrics');
    return [];
  }

  async #watchNotifications(): Promise<readonly ServerFrame[]> {
    clearInterval(this.#notifications);
    this.#notified.clear();
    this.#notifications = setInterval(() => {
      this.#during(this.#newNotifications().then((frames) => this.#tell(frames)));
    }, NOTIFICATIONS_EVERY_MS);
    return this.#newNotifications();
  }

  async #newNotifications(): Promise<readonly ServerFrame[]> {
    const unread = await unreadNotifications(this.#caller);
    const isNew = unread.filter(({ id }) => !this.#notified.has(id));
    for (const { id } of isNew) this.#notified.add(id);
    return isNew;
  }

  #during(work: Promise<void>): void {
    work.catch((error: unknown) => this.#fail(error));
  }

  #tell(frames: readonly ServerFrame[]): void {
    if (!this.#isOver && frames.length > 0) this.listener.frames(frames);
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.close();
    this.listener.ended(endOf(error));
  }
}

const TOLD = [401, 403, 429, 503];

function endOf(error: unknown): Parameters<TransportListener['ended']>[0] {
  const reason = error instanceof Error ? error.message : 'the connection ended';
  if (error instanceof FeedClosed) return { code: error.code, reason };
  if (!(error instanceof HttpProblem) || !TOLD.includes(error.status)) return { code: 1006, reason };
  const { status: code, retryAfter } = error;
  return { code, reason, ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter * 1000 }) };
}
