import type { Actor } from '@noroshi/domain';
import { errors } from '../../catalogue.js';
import type { FrameRef, ServerFrame } from '../../server-frame.js';
import { formatEnvelope } from './envelope.js';

/** A frame before it is written. */
export interface Said {
  readonly type: string;
  readonly data: unknown;
  /** Milliseconds since 1970; absent: now. */
  readonly at?: number;
  /** The client's own, of the frame that this answers. */
  readonly ref?: FrameRef | undefined;
}

/** What is not here is not said. */
export type Encoders = {
  readonly [K in ServerFrame['kind']]?: (frame: Extract<ServerFrame, { kind: K }>) => Said | undefined;
};

/** Said on every path. There is no greeting: these clients take the first frame for the first thing that they asked for. */
const everywhere: Encoders = {
  connected: ({ user, expiresAt, isInBand, at }) =>
    expiresAt === undefined || !user || !isInBand
      ? undefined
      : { type: 'authenticated', data: { expiresAt, userId: user.id, username: user.name }, at },
  authenticated: ({ expiresAt }) => ({ type: 'authenticated', data: { expiresAt } }),
  broadcast: ({ kind: _kind, at, ...data }) => ({ type: 'broadcast', data, at }),
  pong: ({ at, ref }) => ({ type: 'pong', data: {}, at, ref }),
  reconnect: ({ afterMs }) => ({ type: 'reconnect', data: { retryAfter: afterMs } }),
  error: ({ kind: _kind, code, message, ref, ...context }) => ({
    type: 'error',
    data: { code, message: message ?? errors[code].message, ...context },
    ref,
  }),
};

export function envelopeEncoder(own: Encoders): (frame: ServerFrame) => string | undefined {
  const encoders: Encoders = { ...everywhere, ...own };
  return (frame) => {
    const said = (encoders[frame.kind] as ((frame: ServerFrame) => Said | undefined) | undefined)?.(frame);
    if (!said) return undefined;
    const { type, data, at = Date.now(), ref } = said;
    return formatEnvelope(type, data, at, ref === undefined ? undefined : String(ref));
  };
}

/** Of a guest the id is only claimed. */
export const person = ({ id, name, guest }: Actor) => ({ id, username: name, ...(guest ? { guest: true } : {}) });

/** The same in a frame that is about somebody. */
export const byPerson = ({ id, name, guest }: Actor) => ({
  userId: id,
  username: name,
  ...(guest ? { guest: true } : {}),
});
