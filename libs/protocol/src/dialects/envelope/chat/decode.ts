import { envelopeDecoder } from '../decode-envelope.js';
import { clientData } from './schemas.js';

export const decode = envelopeDecoder(clientData, {
  authenticate: ({ token }) => ({ kind: 'authenticate', token }),
  ping: () => ({ kind: 'ping' }),
  join_rooms: () => ({ kind: 'follow' }),
  join_room: ({ roomId }) => ({ kind: 'join', roomId, stay: 'if verified' }),
  leave_room: ({ roomId }) => ({ kind: 'leave', roomId }),
  send_message: ({ roomId, content, type = 'text', clientMessageId, replyTo }) => ({
    kind: 'post',
    roomId,
    content,
    messageType: type,
    ...(clientMessageId === undefined ? {} : { clientMessageId }),
    ...(replyTo === undefined ? {} : { replyTo }),
  }),
  typing_start: ({ roomId }) => ({ kind: 'typing', roomId, isTyping: true }),
  typing_stop: ({ roomId }) => ({ kind: 'typing', roomId, isTyping: false }),
});
