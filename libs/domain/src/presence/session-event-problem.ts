import type { Event } from '@noroshi/event-sourcing';
import { anActor } from '../actor.js';
import { described, fields, number, problemOf, text, time, whole, type Shapes } from '../event-shape.js';
import type { SessionEvent } from './session-events.js';

const run = fields({
  gateway: text,
  epoch: described('Of one start of the gateway: larger than that of every earlier one.', number),
});
const numbered = { run, change: described('Counts the events of a run, from 1.', whole) };
const ofConnection = { ...numbered, connectionId: text, user: anActor };
const inRoom = { ...ofConnection, roomId: text };

export const sessionEventShapes: Shapes<SessionEvent> = {
  GatewayStarted: numbered,
  GatewayIntroduced: numbered,
  SessionOpened: {
    ...numbered,
    connection: fields({
      connectionId: text,
      user: anActor,
      userAgent: described('As the client calls itself; empty when it does not.', text),
      address: text,
      connectedAt: time,
    }),
  },
  RoomEntered: inRoom,
  RoomExited: inRoom,
  SessionClosed: ofConnection,
  SessionIdled: ofConnection,
  SessionWoke: ofConnection,
  SessionLost: { run, connectionId: text, user: anActor },
};

/** As `problemOf`, for the events of sessions. */
export const sessionEventProblem = (event: Event): string | undefined => problemOf(sessionEventShapes, event);
