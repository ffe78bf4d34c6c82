import type { CommandBus } from '@noroshi/event-sourcing';
import type { Hub } from '@noroshi/hub';
import type { Logger, Metrics } from '@noroshi/telemetry';
import type { PresenceReporter } from './presence/presence-reporter.js';
import type { RoomViews } from './rooms/room-views.js';
import type { CatchUp } from './sessions/catch-up.js';
import type { Entrance } from './sessions/entrance.js';
import { FormerSessions } from './sessions/former-sessions.js';
import { Handovers } from './sessions/handovers.js';
import { TakingUp, type TakingUpOptions } from './sessions/taking-up.js';

export interface TakingUpParts {
  readonly mark: string;
  readonly hub: Hub;
  readonly bus: CommandBus;
  readonly views: RoomViews;
  readonly presence: PresenceReporter;
  readonly entrance: Entrance;
  readonly catchUp: CatchUp;
  readonly become: TakingUpOptions['become'];
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Sessions that outlive their connections. */
export function composeTakingUp(parts: TakingUpParts) {
  const former = new FormerSessions(parts);
  const handovers = new Handovers(parts);
  const outcomes = parts.metrics.counter('noroshi_sessions_taken_up_total');
  return { former, handovers, takingUp: new TakingUp({ ...parts, former, handovers, outcomes }) };
}
