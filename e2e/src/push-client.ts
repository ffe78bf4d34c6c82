import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { once } from 'node:events';
import type { Client } from './client.js';
import { get } from './api.js';
import type { Stack } from './stack.js';

export interface PushClientOptions {
  /** `id:secret`. */
  readonly key: string;
  readonly stage?: string;
  readonly maxAttempts?: number;
}

/** The vendor's own client of the connection management API. */
export function pushClient(stack: Stack, { key, stage = '/prod', maxAttempts = 3 }: PushClientOptions) {
  const [accessKeyId = '', secretAccessKey = ''] = key.split(':');
  return new ApiGatewayManagementApiClient({
    endpoint: `${stack.url}${stage}`,
    region: 'eu-central-1',
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts,
  });
}

/** The next frame as it comes over the wire, whatever it is. */
export async function nextRaw({ socket }: Client): Promise<{ readonly bytes: Buffer; readonly isBinary: boolean }> {
  const [bytes, isBinary] = (await once(socket, 'message')) as [Buffer, boolean];
  return { bytes, isBinary };
}

/** The short name of the gateway that holds a connection; undefined while the registry does not know. */
export async function gatewayOf(stack: Stack, { connectionId }: Client, user: string): Promise<string | undefined> {
  const answer = await get(stack, `/connections?user=${user}&limit=100`, stack.token('root', { roles: ['admin'] }));
  const { items } = (await answer.json()) as { items: { connectionId: string; gateway: string }[] };
  const found = items.find((item) => item.connectionId === connectionId);
  return /gateway-\d+$/.exec(found?.gateway ?? '')?.[0];
}
