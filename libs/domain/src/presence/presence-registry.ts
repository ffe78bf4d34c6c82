import type { Actor } from '../actor.js';

/** One start of one gateway process: what an earlier start said can't beat it. */
export interface GatewayRun {
  readonly gateway: string;
  /** Milliseconds since 1970 of the start: a later run has a larger one. */
  readonly epoch: number;
}

/** One live socket. */
export interface Connection {
  readonly connectionId: string;
  readonly user: Actor;
}

export interface Visit {
  readonly run: GatewayRun;
  readonly connection: Connection;
  readonly roomId: string;
}

/** What people in a room see: per user, first connection in and last connection out only. */
export interface PresenceChange {
  readonly kind: 'joined' | 'left';
  readonly roomId: string;
  readonly user: Actor;
  readonly connectionId: string;
  /** People present after the change. */
  readonly count: number;
}

/** Everything one gateway run holds: answers of a roster request, by which a registry heals itself. */
export interface Roster {
  readonly run: GatewayRun;
  /** How many changes this run has reported so far. */
  readonly change: number;
  readonly connections: readonly { readonly connection: Connection; readonly rooms: readonly string[] }[];
}

/**
 * Who is here now, over all gateways. Fed by gateways' reports and leases; ephemeral, so never in the log.
 *
 * Guarantees (`presenceRegistryContract`): several connections of a user are one presence; a late report of an ended run
 * changes nothing; a gateway whose lease has run out is empty.
 */
export interface PresenceRegistry {
  connect(run: GatewayRun, connection: Connection): readonly PresenceChange[];
  enter(visit: Visit): readonly PresenceChange[];
  exit(visit: Visit): readonly PresenceChange[];
  disconnect(run: GatewayRun, connectionId: string): readonly PresenceChange[];
  /** Replaces everything known of this gateway. */
  replace(roster: Roster): readonly PresenceChange[];
  /** Ends the gateway's run: everybody on it leaves. */
  lose(gateway: string): readonly PresenceChange[];
  present(roomId: string): readonly Actor[];
  isPresent(roomId: string, userId: string): boolean;
  /** Somebody with a verified token is connected under this id, in a room or not. */
  hasVerified(userId: string): boolean;
}
