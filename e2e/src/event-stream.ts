import { EventSource, type ErrorEvent } from 'eventsource';
import type { Frame } from './client.js';
import { expected, Inbox, type Wanted } from './inbox.js';

export interface StreamOptions {
  readonly rooms: readonly string[];
  readonly token?: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** As they are asked for in an address. */
export const roomList = (rooms: readonly string[]): string => rooms.map(encodeURIComponent).join(',');

export function streamPath({ rooms, token, query = {} }: StreamOptions): string {
  const more = { ...(token === undefined ? {} : { token }), ...query };
  return `/sse?rooms=${roomList(rooms)}&${new URLSearchParams(more).toString()}`;
}

const FRAMES = [
  ...['connection', 'joinedRoom', 'resumed', 'message', 'messageEdited', 'messageDeleted', 'reaction'],
  ...['memberJoined', 'memberLeft', 'presence', 'typing', 'read', 'leftRoom', 'reconnect', 'closed'],
];

/** An EventSource as pages and programs use it: comes back by itself. */
export class EventStream {
  /** How often its connection was lost. */
  losses = 0;
  readonly #source: EventSource;
  readonly #inbox = new Inbox<Frame>();
  #lastId = '';

  /** Resolves with the status at which it gave up. */
  readonly failed: Promise<number | undefined>;

  constructor(baseUrl: string, options: StreamOptions) {
    this.#source = new EventSource(new URL(streamPath(options), baseUrl));
    for (const type of FRAMES)
      this.#source.addEventListener(type, (event: MessageEvent) =>
        this.#receive(event.data as string, event.lastEventId),
      );
    this.failed = new Promise((resolve) => {
      this.#source.addEventListener('error', (event: ErrorEvent) => {
        this.losses += 1;
        if (this.#source.readyState === EventSource.CLOSED) resolve(event.code);
      });
    });
  }

  /** Resolves when it hears all its rooms. */
  static async open(baseUrl: string, options: StreamOptions): Promise<EventStream> {
    const stream = new EventStream(baseUrl, options);
    for (const roomId of options.rooms)
      await stream.next((frame) => frame['roomId'] === roomId && ['joinedRoom', 'resumed'].includes(frame.type));
    return stream;
  }

  /** The cursor of the last frame that had one. */
  get lastId(): string {
    return this.#lastId;
  }

  /** Everything that came, in order, over all connections. */
  get frames(): readonly Frame[] {
    return this.#inbox.frames;
  }

  of(type: string): Frame[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  /** The first frame that no earlier call was given and that is wanted. @throws Error that says what came instead */
  next(wanted: Wanted<Frame>): Promise<Frame> {
    return this.#inbox.next(expected(wanted));
  }

  close(): void {
    this.#source.close();
  }

  #receive(data: string, lastEventId: string): void {
    // Of an event without an id this library tells none, where a browser tells the last.
    if (lastEventId !== '') this.#lastId = lastEventId;
    this.#inbox.put(JSON.parse(data) as Frame);
  }
}
