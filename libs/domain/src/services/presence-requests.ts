import type { Position } from '@noroshi/event-sourcing';
import type { Actor } from '../actor.js';
import type { ConnectionQuery } from '../presence/presence-registry.js';
import type { GatewayRun } from '../presence/session-events.js';
import type { ChosenStatus, UserStatus } from '../user-status/user-status.js';
import type { Answer } from './rooms-service.js';

/** A live connection as operators see it. */
export interface ConnectionSummary {
  readonly connectionId: string;
  readonly user: Actor;
  readonly gateway: string;
  readonly userAgent: string;
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly connectedAt: number;
  readonly status: 'online' | 'away';
  /** At most a hundred. */
  readonly rooms: readonly string[];
  readonly roomCount: number;
}

/** What the rooms service answers about who is here. */
export interface PresenceRequests {
  /** `atLeast`: answer only after the registry has folded this position of the sessions, so that one counts oneself. */
  present: (request: { readonly roomId: string; readonly atLeast?: Position }) => Answer<{ readonly count: number }>;
  /** In order of connection id. */
  connections: (
    request: ConnectionQuery,
  ) => Answer<{ readonly items: readonly ConnectionSummary[]; readonly more: boolean }>;
  /** A user's status over all connections, of which at most a hundred are named. */
  userPresence: (request: { readonly userId: string }) => Answer<{
    readonly status: UserStatus;
    readonly count: number;
    readonly connections: readonly { readonly connectionId: string; readonly gateway: string }[];
  }>;
  /** Seen by whoever asks from now on; kept until the user chooses again. */
  chooseStatus: (request: { readonly userId: string; readonly status: ChosenStatus }) => Answer<object>;
}

/** Something that a back end wants of one connection. */
export type ConnectionWish = { readonly connectionId: string } & (
  | {
      readonly kind: 'post';
      /** Any bytes, in base64. */
      readonly data: string;
    }
  | { readonly kind: 'describe' }
  | { readonly kind: 'close' }
);

/** `slow`: nothing was sent, because too much waits for the client already. */
export type ConnectionOutcome =
  | { readonly kind: 'done' | 'gone' | 'slow' }
  | {
      readonly kind: 'described';
      /** Milliseconds since 1970. */
      readonly connectedAt: number;
      readonly lastActivity: number;
      readonly address: string;
      readonly userAgent: string;
    };

/** What a gateway answers. */
export interface GatewayRequests {
  /** Wants a new run that says all that is here, unless this run is over already. Answered before that has happened. */
  introduce: (request: { readonly run: GatewayRun }) => void;
  /** When each of these connections last sent something, in milliseconds since 1970; a closed one is left out. */
  activity: (request: { readonly connectionIds: readonly string[] }) => Readonly<Record<string, number>>;
  /** Only of a connection that it holds; of any other it says `gone`. */
  connection: (request: ConnectionWish) => ConnectionOutcome;
}

/** Told by every gateway every two seconds. */
export interface Lease {
  readonly run: GatewayRun;
  /** How many of the run's events the log has acknowledged, without a hole. */
  readonly change: number;
}
