import { Type } from 'typebox';
import { listeningRefusal } from '@noroshi/domain';
import { Refused } from '../refusal.js';
import { route, type Route } from '../rest/route.js';
import type { TypingWithoutSession } from '../sessions/typing-without-session.js';
import { gone } from './refusals.js';
import type { RoomDoor } from './room-door.js';
import { RoomId } from './schemas.js';

export interface TypingRouteParts {
  readonly door: RoomDoor;
  readonly typingWithoutSession: Pick<TypingWithoutSession, 'type'>;
}

/** Nothing is stored, and nobody has to be a member for it: whoever may listen is about to say something. */
export const typingRoute = ({ door, typingWithoutSession }: TypingRouteParts): Route =>
  route({
    id: 'type',
    method: 'post',
    path: '/api/v1/rooms/{roomId}/typing',
    tag: 'events',
    summary: 'Tell that one types, or stops',
    description:
      'Told to those who are in the room or listen to it, and kept nowhere. It ends by itself after three seconds: say it again while it goes on. Whoever may listen may type, as a member or not.',
    access: 'user',
    params: { roomId: RoomId },
    body: { isTyping: Type.Boolean() },
    example: { isTyping: true },
    refusals: [...gone, 'banned'],
    answers: { 204: { description: 'It is told' } },
  }).handledBy(async ({ caller, params: { roomId }, body: { isTyping } }) => {
    await door.read(roomId, caller, ({ state }) => {
      const refusal = listeningRefusal(state, caller.user);
      if (refusal) throw new Refused(refusal);
      typingWithoutSession.type(caller.user, roomId, isTyping);
    });
    return { status: 204 };
  });
