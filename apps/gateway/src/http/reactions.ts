import { Type } from 'typebox';
import { route, type Route } from '../rest/route.js';
import { messagePosition } from '../rooms/posting.js';
import { changed } from './changed.js';
import { asMember } from './refusals.js';
import type { RoomDoor } from './room-door.js';
import { Changed, MessageId, RoomId } from './schemas.js';

export interface ReactionRoutesParts {
  readonly door: RoomDoor;
}

const path = '/api/v1/rooms/{roomId}/messages/{messageId}/reactions/{emoji}';
const tag = 'messages';
const Emoji = Type.String({ minLength: 1, examples: ['👍'], 'x-code': 'invalid_emoji' });
const params = { roomId: RoomId, messageId: MessageId, emoji: Emoji };

export const reactionRoutes = ({ door }: ReactionRoutesParts): readonly Route[] => [
  route({
    id: 'react',
    method: 'put',
    path,
    tag,
    summary: 'React to a message',
    access: 'user',
    params,
    refusals: asMember,
    answers: { 200: { description: 'The reaction is there', schema: Changed } },
  }).handledBy(async ({ caller, params: { roomId, messageId, emoji } }) => {
    const position = messagePosition(messageId, door.epoch);
    return changed(door, await door.execute(roomId, caller, { type: 'React', position, emoji }));
  }),
  route({
    id: 'unreact',
    method: 'delete',
    path,
    tag,
    summary: 'Take a reaction back',
    access: 'user',
    params,
    refusals: asMember,
    answers: { 200: { description: 'The reaction is gone', schema: Changed } },
  }).handledBy(async ({ caller, params: { roomId, messageId, emoji } }) => {
    const position = messagePosition(messageId, door.epoch);
    return changed(door, await door.execute(roomId, caller, { type: 'Unreact', position, emoji }));
  }),
];
