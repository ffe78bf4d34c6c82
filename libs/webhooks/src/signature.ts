import { createHmac } from 'node:crypto';

export interface Signed {
  /** The same for every try of one delivery. */
  readonly id: string;
  /** Milliseconds since 1970, of this try. */
  readonly at: number;
  readonly body: string;
}

const PREFIX = 'whsec_';

/** The headers of Standard Webhooks (standardwebhooks.com): receivers of any language have a library that checks them. */
export function signatureHeaders(secret: string, { id, at, body }: Signed): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

/** `whsec_` and base64, as the standard has it, or any other text as it is. */
const keyOf = (secret: string): Buffer =>
  secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret, 'utf8');
