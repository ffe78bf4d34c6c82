import type { Actor } from '../actor.js';
import type { GatewayEvent, GatewayRun, SessionLost } from '../presence/session-events.js';

const people: Readonly<Record<string, Actor>> = {
  b: { id: 'bob', name: 'Bob', guest: false },
  e: { id: 'eve', name: 'Eve', guest: false },
  g: { id: 'gus', name: 'Gus', guest: true },
};

/** The first letter of a connection id tells whose it is: bob's, eve's, or that of the guest gus. */
export const ownerOf = (connectionId: string): Actor =>
  people[connectionId.charAt(0)] ?? { id: connectionId, name: connectionId, guest: false };

type Unnumbered<E> = E extends unknown ? Omit<E, 'run' | 'change'> : never;

/** Says what a run of a gateway would say, numbered as it comes. */
export class ScriptedRun {
  readonly run: GatewayRun;
  change = 0;

  constructor(gateway: string, epoch: number) {
    this.run = { gateway, epoch };
  }

  started(): GatewayEvent {
    return this.#next({ type: 'GatewayStarted' });
  }

  introduced(): GatewayEvent {
    return this.#next({ type: 'GatewayIntroduced' });
  }

  opened(connectionId: string, user = ownerOf(connectionId)): GatewayEvent {
    const connection = { connectionId, user, userAgent: 'a test', address: '192.0.2.1', connectedAt: 1_000 };
    return this.#next({ type: 'SessionOpened', connection });
  }

  entered(connectionId: string, roomId = 'lobby', user = ownerOf(connectionId)): GatewayEvent {
    return this.#next({ type: 'RoomEntered', connectionId, user, roomId });
  }

  exited(connectionId: string, roomId = 'lobby'): GatewayEvent {
    return this.#next({ type: 'RoomExited', connectionId, user: ownerOf(connectionId), roomId });
  }

  closed(connectionId: string): GatewayEvent {
    return this.#next({ type: 'SessionClosed', connectionId, user: ownerOf(connectionId) });
  }

  idled(connectionId: string): GatewayEvent {
    return this.#next({ type: 'SessionIdled', connectionId, user: ownerOf(connectionId) });
  }

  woke(connectionId: string): GatewayEvent {
    return this.#next({ type: 'SessionWoke', connectionId, user: ownerOf(connectionId) });
  }

  lost(connectionId: string): SessionLost {
    return { type: 'SessionLost', run: this.run, connectionId, user: ownerOf(connectionId) };
  }

  #next(event: Unnumbered<GatewayEvent>): GatewayEvent {
    this.change += 1;
    return { ...event, run: this.run, change: this.change };
  }
}
