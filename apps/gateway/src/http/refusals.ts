import type { ErrorCode } from '@noroshi/protocol';

/** Of a room that can't be found, or that nothing happens in any more. */
export const gone = ['room_not_found', 'room_archived'] as const satisfies readonly ErrorCode[];

/** Of whatever is stored. */
export const stored = ['log_full'] as const satisfies readonly ErrorCode[];

/** Of what members may do. */
export const asMember = [...gone, ...stored, 'banned', 'not_a_member'] as const satisfies readonly ErrorCode[];

/** Of what only some members may do. */
export const asSomeMember = [...asMember, 'forbidden'] as const satisfies readonly ErrorCode[];
