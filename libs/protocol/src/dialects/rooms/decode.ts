import type { Decoded } from '../../dialect.js';
import { parseJson } from '../../parse-json.js';
import { refuse } from '../client-fields.js';
import { actionDecoder, type ToFrame } from './decode-action.js';
import { schemas } from './schemas.js';

const DEFAULT_HISTORY = 50;

/** What each frame means, also in other languages that say the same. */
export const toFrame: ToFrame<typeof schemas> = {
  authenticate: ({ token }) => ({ kind: 'authenticate', token }),
  joinRoom: ({ roomId, roomName, stay = false }) => ({
    kind: 'join',
    roomId,
    stay,
    ...(roomName === undefined ? {} : { roomName }),
  }),
  leaveRoom: ({ roomId }) => ({ kind: 'leave', ...(roomId === undefined ? {} : { roomId }) }),
  message: ({ roomId, content, messageType = 'text', clientMessageId, replyTo }) => ({
    kind: 'post',
    roomId,
    content,
    messageType,
    ...(clientMessageId === undefined ? {} : { clientMessageId }),
    ...(replyTo === undefined ? {} : { replyTo }),
  }),
  typing: ({ roomId, isTyping }) => ({ kind: 'typing', roomId, isTyping }),
  signal: ({ roomId, connectionId, data }) => ({ kind: 'signal', roomId, connectionId, data }),
  edit: ({ roomId, messageId, content }) => ({ kind: 'edit', roomId, messageId, content }),
  delete: ({ roomId, messageId }) => ({ kind: 'delete', roomId, messageId }),
  react: ({ roomId, messageId, emoji, remove = false }) => ({ kind: 'react', roomId, messageId, emoji, remove }),
  read: ({ roomId, offset }) => ({ kind: 'read', roomId, offset }),
  history: ({ roomId, before, after, limit = DEFAULT_HISTORY }) => ({
    kind: 'history',
    roomId,
    limit,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  }),
  members: ({ roomId }) => ({ kind: 'members', roomId }),
  resume: ({ rooms }) => ({ kind: 'resume', rooms: rooms.map(({ roomId, offset }) => ({ roomId, offset })) }),
  ping: () => ({ kind: 'ping' }),
};

const decodeBody = actionDecoder(schemas, toFrame);

export function decode(text: string): Decoded {
  const parsed = parseJson(text);
  return parsed.ok ? decodeBody(parsed.value) : refuse(parsed.code);
}
