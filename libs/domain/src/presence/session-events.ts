import type { Lane } from '@noroshi/event-sourcing';
import type { Actor } from '../actor.js';

/** One start, or one introduction, of one gateway process: what an earlier run said can't beat it. */
export interface GatewayRun {
  readonly gateway: string;
  /** Milliseconds since 1970 or a little more: larger than that of every earlier run of the gateway. */
  readonly epoch: number;
}

/** One live socket whose user is known. */
export interface Connection {
  readonly connectionId: string;
  readonly user: Actor;
  /** As the client calls itself, cut to 256 characters; empty when it does not. */
  readonly userAgent: string;
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly connectedAt: number;
}

/** The events of a run are numbered from 1, so that a hole shows and a disorder can be undone. */
interface Numbered {
  readonly run: GatewayRun;
  readonly change: number;
}

/** Always change 1, and stored before anything else of its run is sent: who sees another one first has missed something. */
export interface GatewayStarted extends Numbered {
  readonly type: 'GatewayStarted';
}

/** What the run has said up to here is all there is on the gateway: every earlier run of it is over. */
export interface GatewayIntroduced extends Numbered {
  readonly type: 'GatewayIntroduced';
}

/** Again for the same connection when a guest has proved to be a user. */
export interface SessionOpened extends Numbered {
  readonly type: 'SessionOpened';
  readonly connection: Connection;
}

interface OfConnection extends Numbered {
  readonly connectionId: string;
  /** A guest's name may have changed since the session was opened. */
  readonly user: Actor;
}

export interface RoomEntered extends OfConnection {
  readonly type: 'RoomEntered';
  readonly roomId: string;
}

export interface RoomExited extends OfConnection {
  readonly type: 'RoomExited';
  readonly roomId: string;
}

/** The connection has left all rooms it was in. */
export interface SessionClosed extends OfConnection {
  readonly type: 'SessionClosed';
}

/** Nothing but keep-alives has come for a while. */
export interface SessionIdled extends OfConnection {
  readonly type: 'SessionIdled';
}

export interface SessionWoke extends OfConnection {
  readonly type: 'SessionWoke';
}

/** What a gateway tells about itself. */
export type GatewayEvent =
  | GatewayStarted
  | GatewayIntroduced
  | SessionOpened
  | RoomEntered
  | RoomExited
  | SessionClosed
  | SessionIdled
  | SessionWoke;

/**
 * Told by whoever watches the leases: the gateway has fallen silent, so the connection is taken for closed, and its run
 * for over.
 */
export interface SessionLost {
  readonly type: 'SessionLost';
  readonly run: GatewayRun;
  readonly connectionId: string;
  readonly user: Actor;
}

/** Who connects to which gateway, enters and leaves: what presence is folded from. */
export type SessionEvent = GatewayEvent | SessionLost;

export const sessionCategory = 'session';
export const sessionLaneName = 'presence';

/** Everything about the connections of one gateway, in one order. */
export const sessionLane = (gateway: string): Lane => ({
  category: sessionCategory,
  entity: gateway,
  name: sessionLaneName,
});
