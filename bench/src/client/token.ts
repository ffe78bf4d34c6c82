import { createHmac } from 'node:crypto';

const LIFETIME_SECONDS = 3600;

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** HS256, an hour long. */
export const signToken = (userId: string, secret: string): string => {
  const exp = Math.floor(Date.now() / 1000) + LIFETIME_SECONDS;
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: userId, exp })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
};
