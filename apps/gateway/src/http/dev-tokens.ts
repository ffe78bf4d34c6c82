import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { isUserId } from '@noroshi/domain';
import { signDevToken } from '../auth/dev-tokens.js';
import { Refused } from '../refusal.js';
import { json } from '../transport/http-answer.js';
import type { RestHandler } from '../transport/http-route.js';

const DEFAULT_SECONDS = 3600;
const MAX_SECONDS = 30 * 86_400;

const wish = Compile(
  Type.Object({
    userId: Type.String(),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    roles: Type.Optional(Type.Array(Type.String())),
    expiresIn: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_SECONDS })),
  }),
);

/** `POST /api/v1/dev/tokens`; not found unless there is a secret to sign with and development tokens are on. */
export function devTokens(secret: string | undefined): RestHandler {
  return async (request) => {
    if (secret === undefined) throw new Refused('not_found');
    const body = await request.body();
    if (!wish.Check(body))
      throw new Refused('invalid_frame', 'userId is required; name, roles and expiresIn (seconds) are optional');
    if (!isUserId(body.userId))
      throw new Refused('invalid_frame', 'A user id has 1 to 128 characters and no control characters');
    return json(await signDevToken(secret, { ...body, expiresIn: body.expiresIn ?? DEFAULT_SECONDS }), 201);
  };
}
