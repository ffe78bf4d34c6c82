import type { Actor } from '../actor.js';
import type { LiveConnection } from './presence-registry.js';
import type { Connection, GatewayRun } from './session-events.js';

/** A live connection as its run knows it. */
export class HeldConnection implements LiveConnection {
  readonly run: GatewayRun;
  readonly rooms = new Set<string>();
  connection: Connection;
  idle = false;

  constructor(run: GatewayRun, connection: Connection) {
    this.run = run;
    this.connection = connection;
  }

  get user(): Actor {
    return this.connection.user;
  }
}
