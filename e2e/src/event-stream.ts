import { EventSource, type ErrorEvent } from 'eventsource';
import type { Frame } from './client.js';

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
const PATIENCE_MS = 20_000;

interface Waiter {
  readonly wants: (frame: Frame) => boolean;
  readonly take: (frame: Frame) => void;
}

/** An EventSource as pages and programs use it: comes back by itself. Keeps every frame, and hands each out once. */
export class EventStream {
  /** Everything that came, in order, over all connections. */
  readonly frames: Frame[] = [];
  /** How often its connection was lost. */
  losses = 0;
  readonly #source: EventSource;
  readonly #left: Frame[] = [];
  readonly #waiters = new Set<Waiter>();
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

  of(type: string): Frame[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  /** The first frame that no earlier call was given and that is wanted. @throws Error that says what came instead */
  next(wanted: Readonly<Record<string, unknown>> | ((frame: Frame) => boolean)): Promise<Frame> {
    const wants = typeof wanted === 'function' ? wanted : hasAll(wanted);
    const index = this.#left.findIndex(wants);
    if (index >= 0) return Promise.resolve(this.#left.splice(index, 1)[0] as Frame);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        const last = this.frames.slice(-8).map((frame) => `  ${JSON.stringify(frame).slice(0, 300)}`);
        const what = typeof wanted === 'function' ? wanted.toString() : JSON.stringify(wanted);
        reject(new Error(`${what} did not come. The last of ${this.frames.length} frames:\n${last.join('\n')}`));
      }, PATIENCE_MS);
      const waiter: Waiter = {
        wants,
        take: (frame) => {
          clearTimeout(timer);
          resolve(frame);
        },
      };
      this.#waiters.add(waiter);
    });
  }

  close(): void {
    this.#source.close();
  }

  #receive(data: string, lastEventId: string): void {
    const frame = JSON.parse(data) as Frame;
    this.frames.push(frame);
    // Of an event without an id this library tells none, where a browser tells the last.
    if (lastEventId !== '') this.#lastId = lastEventId;
    for (const waiter of this.#waiters) {
      if (!waiter.wants(frame)) continue;
      this.#waiters.delete(waiter);
      waiter.take(frame);
      return;
    }
    this.#left.push(frame);
  }
}

const hasAll =
  (fields: Readonly<Record<string, unknown>>) =>
  (frame: Frame): boolean =>
    Object.entries(fields).every(([name, value]) => frame[name] === value);
