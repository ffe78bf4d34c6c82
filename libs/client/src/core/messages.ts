import type { ConnectionState } from '../api/connection-state.js';
import type { User } from '../api/message.js';
import type { Receipt } from '../api/room.js';
import type { StreamName } from '../api/streams.js';
import type { TokenReason } from '../api/client.js';
import type { Outgoing } from '../ports/outbox-store.js';
import type { ClientFrame } from '../wire/client-frame.js';
import type { ServerFrame } from '../wire/server-frame.js';

/*
 * What a tab's client and the core that holds the connection say to one another. Plain values that can be cloned, so that the
 * core may live in the same thread, in a worker or in another tab. A core knows nothing of a tab before its `hello`. When a
 * port ends, the tab opens another and tells it all again: what it wants, how far it has come, what it sent and was not
 * told the end of.
 */

/** Why something was refused, as `NoroshiError` has it. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly retryAfter?: number | undefined;
}

/** What a tab knows of the device it is on. Where nothing is known, both are true. */
export interface Device {
  readonly isOnline: boolean;
  readonly isVisible: boolean;
}

/** What comes to a tab only when it asks for it, besides rooms: all rooms of the user, notifications, streams. */
export type Topic = 'follow' | 'notifications' | StreamName;

export interface WantedRoom {
  readonly roomId: string;
  readonly name?: string;
  readonly stay?: boolean;
  /** The last offset that this tab has of the room: of a core that is gone. */
  readonly offset?: string | undefined;
}

/** As `Outgoing`, of whoever the connection is. */
export type Unsent = Omit<Outgoing, 'userId' | 'error'>;

export type TokenAnswer =
  | { readonly kind: 'token'; readonly token: string | undefined }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ended'; readonly message: string };

export type ToCore =
  /** First of all, on each port. */
  | { readonly kind: 'hello'; readonly device: Device }
  | { readonly kind: 'device'; readonly device: Device }
  | { readonly kind: 'token'; readonly askId: number; readonly answer: TokenAnswer }
  | { readonly kind: 'join'; readonly room: WantedRoom }
  | { readonly kind: 'leave'; readonly roomId: string }
  | { readonly kind: 'send'; readonly unsent: Unsent }
  | { readonly kind: 'retry' | 'discard'; readonly clientMessageId: string }
  /** Answered by `answer`. The core puts a `ref` of its own in. */
  | { readonly kind: 'ask'; readonly askId: number; readonly frame: ClientFrame }
  /** Sent if there is a connection. */
  | { readonly kind: 'tell'; readonly frame: ClientFrame }
  | { readonly kind: 'listen' | 'unlisten'; readonly topic: Topic }
  /** Whether every frame is to be told, in and out. */
  | { readonly kind: 'tap'; readonly isOn: boolean }
  | { readonly kind: 'retryNow' };

export type RoomStanding =
  | { readonly kind: 'outside' | 'joining' }
  /** `offset`: everything after it will follow. */
  | { readonly kind: 'inside'; readonly offset: string | undefined }
  | ({ readonly kind: 'out' } & Refusal);

export type ToTab =
  | { readonly kind: 'state'; readonly state: ConnectionState }
  | { readonly kind: 'me'; readonly me: User }
  | { readonly kind: 'token'; readonly askId: number; readonly reason: TokenReason }
  | { readonly kind: 'room'; readonly roomId: string; readonly standing: RoomStanding }
  | {
      readonly kind: 'gap';
      readonly roomId: string;
      readonly from: string;
      readonly to?: string | undefined;
      readonly code: string;
    }
  /** Of the rooms and topics of this tab, in order. */
  | { readonly kind: 'frames'; readonly frames: readonly ServerFrame[] }
  /** New in the outbox, or changed. After `hello` all of them. */
  | { readonly kind: 'outgoing'; readonly entries: readonly Outgoing[] }
  /** Out of the outbox: stored, or without a receipt discarded. */
  | {
      readonly kind: 'settled';
      readonly roomId: string;
      readonly clientMessageId: string;
      readonly receipt?: Receipt | undefined;
    }
  | {
      readonly kind: 'answer';
      readonly askId: number;
      readonly refusal: Refusal | undefined;
      readonly frames: readonly ServerFrame[];
    }
  /** `asked`: after a (re)connect, frames of the topic begin with how things stand; `ready`: that was all of it. */
  | { readonly kind: 'topic'; readonly topic: Topic; readonly phase: 'asked' | 'ready' }
  | { readonly kind: 'topicRefused'; readonly topic: Topic; readonly refusal: Refusal }
  /** A tab of this connection did it, which the server tells the user's other connections only. Without `id`: of all. */
  | { readonly kind: 'notificationChanged'; readonly id?: string; readonly change: 'read' | 'removed' }
  | { readonly kind: 'problem'; readonly problem: Refusal & { readonly roomId?: string } }
  | { readonly kind: 'tap'; readonly direction: 'in' | 'out'; readonly frame: Readonly<Record<string, unknown>> };
