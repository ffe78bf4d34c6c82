import type { Actor } from '../actor.js';
import type { Connection, GatewayRun, SessionEvent } from './session-events.js';

/** What people in a room see: per user, first connection in and last connection out only. */
export interface PresenceChange {
  readonly kind: 'joined' | 'left';
  readonly roomId: string;
  readonly user: Actor;
  readonly connectionId: string;
  /** People present after the change. */
  readonly count: number;
}

/** A connection as the registry knows it. */
export interface LiveConnection {
  readonly run: GatewayRun;
  readonly connection: Connection;
  readonly rooms: ReadonlySet<string>;
  /** Has sent nothing but keep-alives for a while. */
  readonly idle: boolean;
}

/** All that is given must hold. */
export interface ConnectionQuery {
  readonly userId?: string;
  readonly roomId?: string;
  readonly gateway?: string;
  /** Exclusive: the last connection id of the page before. */
  readonly after?: string;
  readonly limit: number;
}

export interface ConnectionPage {
  /** In order of connection id. */
  readonly items: readonly LiveConnection[];
  /** There are later ones. */
  readonly more: boolean;
}

/**
 * Who is here now, over all gateways: a fold of their session events.
 *
 * Guarantees (`presenceRegistryContract`): several connections of a user are one presence; an event that comes twice or late
 * changes nothing; the events of a run count in the order in which it numbered them, however they arrive; what an ended
 * run says changes nothing; who is held by two runs of a gateway while one follows the other neither leaves nor joins.
 */
export interface PresenceRegistry {
  apply(event: SessionEvent): readonly PresenceChange[];
  /** Something that the run has told up to this change is not known here, or it counts as ended. */
  misses(run: GatewayRun, change: number): boolean;
  /** Those with connections. */
  gateways(): readonly string[];
  /** Every connection of every run that is not over; in a moment of introduction one connection may be held twice. */
  heldBy(gateway: string): readonly LiveConnection[];
  present(roomId: string): Iterable<Actor>;
  presentCount(roomId: string): number;
  isPresent(roomId: string, userId: string): boolean;
  /** Somebody with a verified token is connected under this id, in a room or not. */
  hasVerified(userId: string): boolean;
  /** Distinct users who are connected, guests included, in a room or not. */
  userCount(): number;
  connections(query: ConnectionQuery): ConnectionPage;
}
