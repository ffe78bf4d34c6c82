import type { Codec } from '../ports/codec.js';
import type { OutboxStore } from '../ports/outbox-store.js';
import type { WebSocketConstructor } from '../ports/web-socket.js';
import type { ConnectionState, TransportName } from './connection-state.js';
import type { Live } from './live.js';
import type { Message, User } from './message.js';
import type { Notifications } from './notifications.js';
import type { Rest } from './rest.js';
import type { Room, RoomInfo } from './room.js';
import type { Streams } from './streams.js';

/** Why a token is asked for: the first one, the last one runs out soon, or the server refused the last one. */
export type TokenReason = 'first' | 'expiring' | 'refused';

/** A JWT; undefined: as a guest. @throws anything: tried again with back-off; `NoroshiError` with `closed`: gives up */
export type TokenProvider = (reason: TokenReason) => Promise<string | undefined> | string | undefined;

export interface RoomOverview extends RoomInfo {
  readonly participants: readonly User[];
  readonly memberCount: number;
  readonly lastMessage?: Pick<Message, 'author' | 'content' | 'at' | 'messageId' | 'offset'>;
  readonly unread: number;
  /** Unread notifications about this room: mentions, replies. */
  readonly mentions: number;
}

export interface RoomsState {
  readonly isLoaded: boolean;
  /** Most recently spoken in first. */
  readonly items: readonly RoomOverview[];
}

/** What a client tells of itself, for `on`. */
export interface ClientEvents {
  readonly state: ConnectionState;
  /** The outbox gave a message up, or could not be kept. */
  readonly problem: { readonly code: string; readonly message: string; readonly roomId?: string };
  /** Debug tap: every frame, in and out, as it is on the wire. */
  readonly '*': { readonly direction: 'in' | 'out'; readonly frame: Readonly<Record<string, unknown>> };
}

export interface Client {
  readonly state: Live<ConnectionState>;
  /** Who the server says one is; undefined until first connected. */
  readonly me: Live<User | undefined>;
  /** Unacknowledged messages of the outbox, in all rooms. */
  readonly unsent: Live<number>;
  /** One's rooms with what is unread; loaded and kept true from the first `subscribe` on. */
  readonly rooms: Live<RoomsState>;
  readonly notifications: Notifications;
  readonly streams: Streams;
  /** The REST API with the same token, for what is asked seldom. */
  readonly rest: Rest;
  room(id: string): Room;
  on<K extends keyof ClientEvents>(event: K, listener: (payload: ClientEvents[K]) => void): () => void;
  /** Does not wait for the rest of a back-off. */
  retryNow(): void;
  /** Ends this client; what is in the outbox stays there for the next one. */
  close(): void;
}

export interface ClientOptions {
  /** `https://chat.example.com`; in a browser the page's own origin by default. */
  readonly url?: string;
  /** Absent: as a guest. */
  readonly token?: string | TokenProvider;
  /** In the order they are tried; all by default. */
  readonly transports?: readonly TransportName[];
  /** Frames on the socket as text or bytes; JSON by default. */
  readonly codec?: Codec;
  /** Where unsent messages are kept; by default IndexedDB in a browser, memory elsewhere. */
  readonly outbox?: OutboxStore;
  /** Where there is no `WebSocket` of the platform's own (Node before 22): one that behaves as it does, such as that of `ws`. */
  readonly webSocket?: WebSocketConstructor;
  /**
   * One connection for all tabs of a browser; true by default where it can be done (a page in a secure context). One of the tabs holds it,
   * or a SharedWorker of the script `@noroshi/client/worker`, if the page says where that is. Tabs that share have the same options.
   */
  readonly share?: boolean | { readonly worker: string | URL };
}
