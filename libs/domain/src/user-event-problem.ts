import type { Event } from '@noroshi/event-sourcing';
import type { AccessEvent } from './access/access.js';
import { fields, oneOf, position, problemOf, text, time, type Shapes } from './event-shape.js';
import type { UserEvent } from './read-cursor/read-cursor.js';
import type { StatusChosen } from './user-status/user-status.js';

const shapes: Shapes<UserEvent | AccessEvent | StatusChosen> = {
  StatusChosen: { status: oneOf('online', 'dnd') },
  RoomRead: { roomId: text, position },
  UserRevoked: { at: time, by: fields({ kind: oneOf('user', 'key'), id: text }) },
};

/** As `problemOf`, for the events of users. */
export const userEventProblem = (event: Event): string | undefined => problemOf(shapes, event);
