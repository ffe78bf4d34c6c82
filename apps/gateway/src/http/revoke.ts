import { isUserId, type AccessEvent, type Administrator } from '@noroshi/domain';
import type { Callers } from '../auth/callers.js';
import { Refused } from '../refusal.js';
import { json } from '../transport/http-answer.js';
import type { RestHandler } from '../transport/http-route.js';

export interface RevokeOptions {
  readonly callers: Callers;
  /** Resolves when it is stored, and in force on this gateway; the others follow at once. */
  readonly revoke: (userId: string, by: Administrator) => Promise<AccessEvent>;
}

/** `POST /api/v1/users/{id}/revoke`: ends the user's sessions everywhere and refuses tokens made before now. */
export const revokeRoute =
  ({ callers, revoke }: RevokeOptions): RestHandler =>
  async (request) => {
    const caller = await callers.administrator(request);
    const [userId = ''] = request.parameters;
    if (!isUserId(userId)) throw new Refused('user_not_found');
    const by = { kind: caller.kind, id: caller.kind === 'key' ? caller.id : caller.user.id };
    const { at } = await revoke(userId, by);
    return json({ userId, revokedAt: new Date(at).toISOString() });
  };
