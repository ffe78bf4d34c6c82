import { messagesPath } from './api.js';
import { callRest, type Answered, type Call } from './rest-client.js';
import { setScene, type Scene } from './scene.js';

/** Of a back end. */
export const KEY = { id: 'billing', secret: 'a-key-of-a-back-end' };

export const roomPath = (roomId: string): string => `/rooms/${encodeURIComponent(roomId)}`;

/** On all gateways alike: of twelve connections, all on one is a chance of 1 in 2,000. */
export const everywhere = <T>(ask: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 12 }, ask));

export interface RestScene {
  readonly scene: Scene;
  readonly call: (method: string, path: string, given?: Call) => Promise<Answered>;
  /** Opened by Olga, who owns it. */
  readonly openRoom: (settings?: object) => Promise<string>;
  /** Under `key`, if there is one, it is stored once. */
  readonly post: (
    roomId: string,
    as: string,
    said: { readonly key?: string; readonly [field: string]: unknown },
  ) => Promise<Answered>;
}

/** Two gateways that let nobody in without a token, and the ways to ask them. Call at the top of a spec file. */
export function setRestScene(): RestScene {
  const scene = setScene({
    env: { NOROSHI_GATEWAYS: '2', NOROSHI_ANONYMOUS: 'false', NOROSHI_API_KEYS: `${KEY.id}:${KEY.secret}` },
  });
  const call: RestScene['call'] = (method, path, given = {}) => callRest(scene.stack, [method, path], given);
  return {
    scene,
    call,
    openRoom: async (settings = {}) => {
      const { status, body } = await call('POST', '/rooms', { as: 'olga', body: { name: 'Tower', settings } });
      expect(status).toBe(201);
      return body['roomId'] as string;
    },
    post: (roomId, as, { key, ...body }) => {
      const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
      return call('POST', messagesPath(roomId), { as, body, headers });
    },
  };
}
