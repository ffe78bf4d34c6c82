import type { ClientFrame } from '../../client-frame.js';
import type { Decoded } from '../../dialect.js';
import { parseJson } from '../../parse-json.js';
import { isObject, refuse, withoutNulls, type ClientFields as Body } from '../client-fields.js';
import type { Conversation } from './conversation.js';
import { checks, type Action, type Data } from './requests.js';

export const CHALLENGE = 'authentication_challenge';

export function decode(text: string, conversation: Conversation): Decoded {
  const parsed = parseJson(text);
  if (!parsed.ok) return refuse(parsed.code);
  const body = parsed.value;
  if (!isObject(body)) return refuse('invalid_frame', { message: 'A request is a JSON object' });
  const { action } = body;
  if (typeof action !== 'string' || action === '')
    return refuse('invalid_frame', { ...refOf(body), message: 'action is required' });
  return action === CHALLENGE ? challenge(body, conversation) : request(action, body, conversation);
}

/** The first is what makes the connection somebody's; later ones are not even answered, as a Mattermost server does it. */
function challenge(body: Body, conversation: Conversation): Decoded {
  const isRepeated = conversation.challenged || conversation.userId !== undefined;
  if (isRepeated) return { ok: true, frame: { kind: 'nothing' }, claim: {}, action: CHALLENGE };
  conversation.challenged = true;
  const { token } = isObject(body['data']) ? body['data'] : {};
  const frame = { kind: 'authenticate' as const, token: typeof token === 'string' ? token : '' };
  return { ok: true, frame, claim: {}, action: CHALLENGE, ...refOf(body) };
}

function request(action: string, body: Body, conversation: Conversation): Decoded {
  const ref = refOf(body);
  const context = { ...ref, action: action.slice(0, 64) };
  if (ref.ref === undefined) return refuse('invalid_frame', { ...context, message: 'seq is a whole number from 1 on' });
  const check = checks.get(action);
  if (!check) return refuse('unknown_action', context);
  const given = body['data'] ?? {};
  const data = isObject(given) ? withoutNulls(given) : undefined;
  const problem = data ? check(data) : 'data is an object';
  if (problem !== undefined) return refuse('invalid_frame', { ...context, message: problem });
  const toFrame = toFrames[action as Action] as (data: unknown, conversation: Conversation) => ClientFrame;
  return { ok: true, frame: toFrame(data, conversation), claim: {}, ...context };
}

const toFrames: { readonly [A in Action]: (data: Data<A>, conversation: Conversation) => ClientFrame } = {
  ping: () => ({ kind: 'ping' }),
  user_typing: ({ channel_id }, { channels }) => ({
    kind: 'typing',
    roomId: channels.get(channel_id) ?? channel_id,
    isTyping: true,
  }),
  get_statuses: () => ({ kind: 'statuses' }),
  get_statuses_by_ids: ({ user_ids }) => ({ kind: 'statuses', userIds: user_ids }),
  user_update_active_status: ({ user_is_active }) => ({ kind: 'attention', isThere: user_is_active }),
  presence: () => ({ kind: 'nothing' }),
  posted_notify_ack: () => ({ kind: 'nothing' }),
};

/** A client's number of a request is 1 or more; without one it gets no reply. */
const refOf = ({ seq }: Body): { readonly ref?: number } =>
  Number.isSafeInteger(seq) && (seq as number) >= 1 ? { ref: seq as number } : {};
