import type { Refusal } from '@noroshi/domain';

interface ErrorEntry {
  /** What a person reads; a frame may carry a more exact sentence. */
  readonly message: string;
  /** The HTTP status of the same refusal. */
  readonly status: number;
  /** The same request may succeed later without a change. */
  readonly retry: boolean;
}

const entry = (status: number, message: string, retry = false): ErrorEntry => ({ message, status, retry });

/** Every way a request can be refused, over every transport. Codes are never renamed. */
export const errors = {
  invalid_json: entry(400, 'The frame is not valid JSON'),
  invalid_frame: entry(400, 'The frame is not valid'),
  too_deep: entry(400, 'That is nested too deeply'),
  unknown_action: entry(400, 'Unknown action'),
  binary_not_supported: entry(400, 'Binary frames are not supported'),
  text_not_supported: entry(400, 'Text frames are not supported on this connection'),
  invalid_msgpack: entry(400, 'The message is not MessagePack as it is spoken here'),
  invalid_room_id: entry(400, 'A room id has 1 to 128 characters and no control characters'),
  invalid_client_message_id: entry(400, 'A clientMessageId has 1 to 64 printable characters'),
  invalid_offset: entry(400, 'That is not an offset of this log'),
  other_log: entry(410, 'That offset is of another log: read the history'),
  log_truncated: entry(410, 'The log no longer holds what came first: read the history'),
  rate_limited: entry(429, 'Too many frames', true),
  too_many_connections: entry(429, 'Too many connections', true),
  unauthenticated: entry(401, 'Authentication is required'),
  invalid_token: entry(401, 'The token is not valid'),
  user_required: entry(400, 'A back end says for which user it acts, in the header Noroshi-User'),
  identity_fixed: entry(403, 'This connection belongs to another user'),
  user_id_taken: entry(403, 'That user id belongs to somebody else'),
  origin_not_allowed: entry(403, 'This origin is not allowed'),
  not_in_room: entry(403, 'You are not in this room'),
  not_found: entry(404, 'Not found'),
  method_not_allowed: entry(405, 'Method not allowed'),
  upgrade_required: entry(426, 'Only version 13 of the WebSocket protocol is spoken here'),
  body_too_large: entry(413, 'The body is too large'),
  unavailable: entry(503, 'The service is not available right now; try again', true),
  log_full: entry(507, 'The event log is full: nothing can be stored until an operator makes room', true),
  internal: entry(500, 'Something went wrong', true),
  room_not_found: entry(404, 'There is no such room'),
  room_exists: entry(409, 'The room exists already'),
  room_archived: entry(410, 'The room is archived'),
  room_full: entry(409, 'The room is full', true),
  room_private: entry(403, 'The room is private'),
  invalid_name: entry(400, 'A name has 1 to 128 characters and no control characters'),
  invalid_settings: entry(400, 'These settings are not possible'),
  banned: entry(403, 'You are banned from this room'),
  muted: entry(403, 'You are muted in this room', true),
  not_a_member: entry(403, 'You are not a member of this room'),
  forbidden: entry(403, 'You may not do that'),
  owner_must_hand_over: entry(409, 'The owner must hand the room over first'),
  user_not_found: entry(404, 'There is no such member'),
  message_not_found: entry(404, 'There is no such message'),
  not_your_message: entry(403, 'Only the author may do that'),
  invalid_content: entry(400, 'A message has 1 to 16384 characters'),
  invalid_message_type: entry(400, 'That message type is not possible'),
  invalid_time: entry(400, 'That is not a time'),
  invalid_emoji: entry(400, 'That is not a reaction'),
  notification_not_found: entry(404, 'There is no such notification'),
  invalid_notification: entry(400, 'The notification is not valid'),
  files_not_allowed: entry(403, 'Files are not allowed in this room'),
} as const satisfies Record<string, ErrorEntry> & Record<Refusal, ErrorEntry>;

export type ErrorCode = keyof typeof errors;

/** Why the server ends a connection. Never 1000: existing clients take that as "do not come back". */
export interface Disconnect {
  /** RFC 6455 close code; 4400-4402 come back, 4403-4499 do not. */
  readonly code: number;
  /** At most 123 bytes. */
  readonly reason: string;
  /** May the client connect again with the same identity. */
  readonly reconnect: boolean;
  /** Without a close frame, as a network does it. */
  readonly isCut?: true;
}

export const disconnects = {
  goingAway: { code: 1001, reason: 'going away', reconnect: true },
  closedByServer: { code: 1001, reason: 'closed by a back end', reconnect: true },
  idle: { code: 1001, reason: 'idle too long', reconnect: true },
  aged: { code: 1001, reason: 'connected too long', reconnect: true },
  flood: { code: 1008, reason: 'too many frames', reconnect: true },
  frameTooLarge: { code: 1009, reason: 'frame too large', reconnect: true },
  expired: { code: 4401, reason: 'token expired', reconnect: true },
  tooSlow: { code: 4402, reason: 'too slow: come back with your offset', reconnect: true },
  invalidRequest: { code: 1008, reason: 'that can not be asked for', reconnect: false },
  invalidToken: { code: 4401, reason: 'token not valid', reconnect: true },
  authenticationDeadline: { code: 4401, reason: 'not authenticated in time', reconnect: true },
  revoked: { code: 4403, reason: 'access revoked', reconnect: false },
  shownOut: { code: 4404, reason: 'no room is left to listen to', reconnect: false },
  identityTaken: { code: 4403, reason: 'user id belongs to somebody else', reconnect: false },
} as const satisfies Record<string, Disconnect>;
