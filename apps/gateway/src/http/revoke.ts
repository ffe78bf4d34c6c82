import { Type } from 'typebox';
import type { AccessEvent, Administrator } from '@noroshi/domain';
import { route, type Route } from '../rest/route.js';
import { KnownUserId, Time } from './schemas.js';

export interface RevokeOptions {
  /** Resolves when it is stored, and in force on this gateway; the others follow at once. */
  readonly revoke: (userId: string, by: Administrator) => Promise<AccessEvent>;
}

export const revokeRoute = ({ revoke }: RevokeOptions): Route =>
  route({
    id: 'revokeUser',
    method: 'post',
    path: '/api/v1/users/{userId}/revoke',
    tag: 'users',
    summary: 'End a user’s sessions everywhere, and refuse tokens made before now',
    access: 'admin',
    params: { userId: KnownUserId },
    refusals: ['log_full'],
    answers: {
      200: { description: 'It is in force', schema: Type.Object({ userId: Type.String(), revokedAt: Time }) },
    },
  }).handledBy(async ({ caller, params: { userId } }) => {
    const by = { kind: caller.kind, id: caller.kind === 'key' ? caller.id : caller.user.id };
    const { at } = await revoke(userId, by);
    return { status: 200, body: { userId, revokedAt: new Date(at).toISOString() } };
  });
