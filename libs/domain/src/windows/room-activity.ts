import { authorKey } from '../message/client-message.js';
import type { RoomEvent } from '../room/events.js';

/** What an event counts for. */
export interface RoomActivity {
  readonly messages: 0 | 1;
  readonly joins: 0 | 1;
  /** Who did it: a guest is somebody else than the user whose id it claims. */
  readonly user: string;
}

/** Undefined: nobody did anything that is counted, or it is of a later version. */
export function activityOf(event: RoomEvent): RoomActivity | undefined {
  switch (event.type) {
    case 'MessagePosted':
      return { messages: 1, joins: 0, user: authorKey(event.by) };
    case 'MemberJoined':
      return { messages: 0, joins: 1, user: authorKey(event.user) };
    case 'MessageEdited':
    case 'MessageDeleted':
    case 'ReactionAdded':
    case 'ReactionRemoved':
      return { messages: 0, joins: 0, user: authorKey(event.by) };
    default:
      return undefined;
  }
}
