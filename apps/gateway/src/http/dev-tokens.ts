import { Type } from 'typebox';
import { signDevToken } from '../auth/dev-tokens.js';
import { Refused } from '../refusal.js';
import { route, type Route } from '../rest/route.js';
import { Time, UserId } from './schemas.js';

const DEFAULT_SECONDS = 3600;
const MAX_SECONDS = 30 * 86_400;

/** Not found unless there is a secret to sign with and development tokens are on. */
export const devTokenRoute = (secret: string | undefined): Route =>
  route({
    id: 'makeDevelopmentToken',
    method: 'post',
    path: '/api/v1/dev/tokens',
    tag: 'development',
    summary: 'A token for whoever asks',
    description: 'For development only; not found unless development tokens are on.',
    access: 'anyone',
    body: {
      userId: UserId,
      name: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
      roles: Type.Optional(Type.Array(Type.String(), { examples: [['admin']] })),
      expiresIn: Type.Integer({ minimum: 1, maximum: MAX_SECONDS, default: DEFAULT_SECONDS, description: 'Seconds' }),
    },
    refusals: ['not_found'],
    answers: { 201: { description: 'The token', schema: Type.Object({ token: Type.String(), expiresAt: Time }) } },
  }).handledBy(async ({ body }) => {
    if (secret === undefined) throw new Refused('not_found');
    return { status: 201, body: await signDevToken(secret, body) };
  });
