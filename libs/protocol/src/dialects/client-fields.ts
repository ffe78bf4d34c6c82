import { isClientMessageId, isRoomId } from '@noroshi/domain';
import type { ErrorCode } from '../catalogue.js';
import type { GuestClaim } from '../client-frame.js';
import type { ErrorFrame } from '../server-frame.js';

/** What a client sent as a JSON object, of which nothing is known yet. */
export type ClientFields = Record<string, unknown>;

export const isObject = (value: unknown): value is ClientFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `null` in an optional field means absent, in every dialect. What has none, as is common, is not copied. */
export const withoutNulls = (fields: ClientFields): ClientFields =>
  Object.values(fields).includes(null)
    ? Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
    : fields;

export function malformedId({ roomId, clientMessageId }: ClientFields): ErrorCode | undefined {
  if (typeof roomId === 'string' && !isRoomId(roomId)) return 'invalid_room_id';
  if (typeof clientMessageId === 'string' && !isClientMessageId(clientMessageId)) return 'invalid_client_message_id';
  return undefined;
}

/** Believed of guests only. */
export const claimOf = ({ userId, username }: ClientFields): GuestClaim => ({
  ...(typeof userId === 'string' ? { userId } : {}),
  ...(typeof username === 'string' ? { username } : {}),
});

export const refuse = (
  code: ErrorCode,
  context: Omit<ErrorFrame, 'kind' | 'code'> = {},
): { readonly ok: false; readonly error: ErrorFrame } => ({ ok: false, error: { kind: 'error', code, ...context } });
