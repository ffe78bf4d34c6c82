import type { TransportName } from '../api/connection-state.js';
import type { Transport, TransportAddress, TransportListener } from '../ports/transport.js';
import type { ClientFrame } from '../wire/client-frame.js';
import type { ServerFrame } from '../wire/server-frame.js';

type Action = ClientFrame['action'];
type FrameOf<A extends Action> = Extract<ClientFrame, { action: A }>;

/** One connection as its server sees it. */
export class ScriptedLink {
  readonly address: TransportAddress;
  readonly sent: ClientFrame[] = [];
  isClosed = false;
  /** Pings are not answered. */
  isDeaf = false;
  onSent: (frame: ClientFrame) => void = () => undefined;
  readonly #listener: TransportListener;

  constructor(address: TransportAddress, listener: TransportListener) {
    this.address = address;
    this.#listener = listener;
  }

  take(frames: readonly ClientFrame[]): void {
    for (const frame of frames) {
      this.sent.push(frame);
      this.onSent(frame);
      if (frame.action === 'ping' && !this.isDeaf) this.say({ type: 'pong', timestamp: new Date(0).toISOString() });
    }
  }

  say(...frames: readonly ServerFrame[]): void {
    if (!this.isClosed) this.#listener.frames(frames);
  }

  greet(more: Partial<Extract<ServerFrame, { type: 'connection' }>> = {}): void {
    const timestamp = new Date(0).toISOString();
    const status = 'connected' as const;
    this.say({ type: 'connection', status, connectionId: 'c', userId: 'me', username: 'Me', timestamp, ...more });
  }

  /** The frames of an action that were sent so far. */
  of<A extends Action>(action: A): readonly (FrameOf<A> & { readonly ref?: number })[] {
    return this.sent.filter((frame): frame is FrameOf<A> => frame.action === action);
  }

  /** The last one, with the number it is to be answered by. */
  last<A extends Action>(action: A): FrameOf<A> & { readonly ref: number } {
    const frame = this.of(action).at(-1);
    if (!frame) throw new Error(`No ${action} was sent`);
    return { ...frame, ref: frame.ref ?? 0 };
  }

  end(code: number, more: { readonly reason?: string; readonly retryAfterMs?: number } = {}): void {
    if (!this.isClosed) this.#listener.ended({ code, reason: '', ...more });
    this.isClosed = true;
  }
}

/** A way to a server that a test plays. */
export class ScriptedTransport implements Transport {
  readonly name: TransportName;
  readonly links: ScriptedLink[] = [];
  onOpen: (link: ScriptedLink) => void = () => undefined;

  constructor(name: TransportName = 'websocket') {
    this.name = name;
  }

  get link(): ScriptedLink {
    const link = this.links.at(-1);
    if (!link) throw new Error('Nobody has connected');
    return link;
  }

  open(address: TransportAddress, listener: TransportListener) {
    const link = new ScriptedLink(address, listener);
    this.links.push(link);
    queueMicrotask(() => this.onOpen(link));
    return {
      send: (frames: readonly ClientFrame[]) => link.take(frames),
      close: () => (link.isClosed = true),
    };
  }
}
