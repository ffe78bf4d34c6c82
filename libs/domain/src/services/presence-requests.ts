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
  /** Of at most a thousand users, by their ids or short ids; each under the id that was given. */
  statuses: (request: {
    readonly userIds: readonly string[];
  }) => Answer<{ readonly statuses: readonly StatusNotice[] }>;
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

/** How a user is seen from now on. */
export interface StatusNotice {
  readonly userId: string;
  readonly status: UserStatus;
}

/** A session that goes on on another gateway. */
export interface Handover {
  /** What its conversation remembers; plain JSON. */
  readonly saved: unknown;
  /** The rooms it was in, with the position up to which it has heard each. */
  readonly rooms: readonly { readonly roomId: string; readonly position: Position }[];
}

/** What a gateway answers. */
export interface GatewayRequests {
  /** Wants a new run that says all that is here, unless this run is over already. Answered before that has happened. */
  introduce: (request: { readonly run: GatewayRun }) => void;
  /** Gives a user's session away for good. `moved`: it was given to another gateway before. Here `gateway` is as in connection ids. */
  handOver: (request: {
    readonly connectionId: string;
    readonly userId: string;
    readonly to: string;
  }) =>
    | ({ readonly kind: 'here' } & Handover)
    | { readonly kind: 'moved'; readonly gateway: string }
    | { readonly kind: 'unknown' };
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
