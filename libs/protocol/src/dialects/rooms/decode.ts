import type { ClientFrame } from '../../client-frame.js';
import type { Decoded } from '../../dialect.js';
import { parseJson } from '../../parse-json.js';
import { claimOf, isObject, malformedId, refuse, withoutNulls, type ClientFields } from '../client-fields.js';
import { checks, type Action, type Body } from './schemas.js';

const DEFAULT_HISTORY = 50;

export function decode(text: string): Decoded {
  const parsed = parseJson(text);
  if (!parsed.ok) return refuse(parsed.code);
  const body = parsed.value;
  if (!isObject(body)) return refuse('invalid_frame', { message: 'A frame is a JSON object' });
  return decodeObject(withoutNulls(body));
}

function decodeObject(body: ClientFields): Decoded {
  const { action } = body;
  if (typeof action !== 'string') return refuse('invalid_frame', { message: 'action is required' });
  const check = checks.get(action);
  if (!check) return refuse('unknown_action', { action: action.slice(0, 64) });
  const context = { action, ...pick(body, 'roomId'), ...pick(body, 'clientMessageId') };
  const problem = check(body);
  if (problem !== undefined) return refuse('invalid_frame', { ...context, message: problem });
  const malformed = malformedId(body);
  if (malformed) return refuse(malformed, { action });
  const frame = (toFrame[action as Action] as (fields: unknown) => ClientFrame)(body);
  return { ok: true, frame, claim: claimOf(body), action };
}

const toFrame: { readonly [A in Action]: (body: Body<A>) => ClientFrame } = {
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

/** A short text field to address the refusal with; anything else is not echoed. */
function pick(body: ClientFields, field: 'roomId' | 'clientMessageId'): Record<string, string> {
  const value = body[field];
  return typeof value === 'string' && value.length <= 128 ? { [field]: value } : {};
}
