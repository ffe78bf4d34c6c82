import { errors, type ErrorCode } from '../../catalogue.js';
import type { ErrorFrame, FrameRef } from '../../server-frame.js';
import { CHALLENGE } from './decode.js';

/** A reply without a number is taken for an event without a number, upon which the client drops the connection. */
const NO_NUMBER = -1;

/** As a Mattermost server calls them. */
const known: Partial<Record<ErrorCode, { readonly id: string; readonly status?: number }>> = {
  unknown_action: { id: 'api.web_socket_router.bad_action.app_error', status: 500 },
  invalid_frame: { id: 'api.web_socket_router.bad_seq.app_error' },
  unauthenticated: { id: 'api.web_socket_router.not_authenticated.app_error' },
  invalid_token: { id: 'api.context.session_expired.app_error' },
};

/** What these clients get for a refusal, over sockets and HTTP alike. */
export function appErrorOf(code: ErrorCode, message: string = errors[code].message) {
  const { id, status } = known[code] ?? { id: `noroshi.${code}.app_error` };
  return { id, message, detailed_error: '', status_code: status ?? errors[code].status };
}

/** Undefined: a token that proves nothing is answered by the end of the connection alone. */
export function failure({ code, message, action, ref }: ErrorFrame): string | undefined {
  if (code === 'invalid_token' && action === CHALLENGE) return undefined;
  return JSON.stringify({ status: 'FAIL', seq_reply: ref ?? NO_NUMBER, error: appErrorOf(code, message) });
}

/** A reply without its last brace: the data that was asked for, if any, goes in behind. */
export const success = (ref: FrameRef): string => JSON.stringify({ status: 'OK', seq_reply: ref }).slice(0, -1);
