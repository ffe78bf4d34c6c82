import type { ConnectionOutcome, ConnectionWish } from '@noroshi/domain';
import { Outage } from '@noroshi/event-sourcing';
import type { CounterMetric, Logger } from '@noroshi/telemetry';
import { Refused } from '../refusal.js';
import type { RequestLimits } from '../limits/request-limits.js';
import type { HttpAnswer } from '../transport/http-answer.js';
import type { RawRequest } from '../transport/raw-route.js';
import { isConnectionId } from './connection-id.js';
import type { Connections } from './connections.js';
import type { PushAccess } from './push-access.js';
import { described, done, refused } from './push-answers.js';

/** A limit of the API itself, not of this server. */
export const MAX_MESSAGE_BYTES = 128 * 1024;

export interface PushApiOptions {
  readonly connections: Pick<Connections, 'fulfil'>;
  readonly access: Pick<PushAccess, 'allows'>;
  readonly requests: Pick<RequestLimits, 'fromAddress'>;
  readonly logger: Pick<Logger, 'error' | 'warn'>;
  readonly pushes: CounterMetric<'outcome'>;
}

const COLLECTION = /\/(?:@|%40)connections$/;

/** What comes after `…/@connections/` in a path, still encoded; undefined: it is another path. Any stage is good, also none. */
export function connectionIn(path: string): string | undefined {
  const end = path.lastIndexOf('/');
  return COLLECTION.test(path.slice(0, end)) ? path.slice(end + 1) : undefined;
}

/** The connection management API: `POST`, `GET` and `DELETE /{stage}/@connections/{connectionId}`. Always answers. */
export class PushApi {
  readonly #options: PushApiOptions;

  constructor(options: PushApiOptions) {
    this.#options = options;
  }

  async handle(request: RawRequest): Promise<HttpAnswer> {
    try {
      return await this.#handle(request);
    } catch (cause) {
      if (cause instanceof Refused && cause.code === 'rate_limited') return refused('tooMany');
      if (cause instanceof Outage) {
        this.#options.logger.warn('a connection could not be reached', { cause });
        return refused('unavailable');
      }
      this.#options.logger.error('a request could not be answered', { cause, path: request.path });
      return refused('internal');
    }
  }

  async #handle(request: RawRequest): Promise<HttpAnswer> {
    const { requests, access, connections } = this.#options;
    requests.fromAddress(request.address);
    const { body } = request;
    if (!body) return refused('tooLarge');
    if (!access.allows({ ...request, body })) return refused('forbidden');
    const connectionId = decoded(connectionIn(request.path) ?? '');
    if (connectionId === undefined || !isConnectionId(connectionId)) return refused('malformed');
    const wish = wishOf(connectionId, { method: request.method, body });
    const outcome = await connections.fulfil(wish);
    this.#count(wish, outcome);
    return answerTo(wish, outcome);
  }

  #count({ kind }: ConnectionWish, outcome: ConnectionOutcome): void {
    if (kind === 'post') this.#options.pushes.inc({ outcome: outcome.kind });
  }
}

function wishOf(
  connectionId: string,
  { method, body }: { readonly method: string; readonly body: Uint8Array },
): ConnectionWish {
  if (method === 'POST') return { kind: 'post', connectionId, data: Buffer.from(body).toString('base64') };
  return { kind: method === 'DELETE' ? 'close' : 'describe', connectionId };
}

function answerTo(wish: ConnectionWish, outcome: ConnectionOutcome): HttpAnswer {
  switch (outcome.kind) {
    case 'done':
      return done(wish.kind === 'close' ? 204 : 200);
    case 'described':
      return described(outcome);
    case 'gone':
    case 'slow':
      return refused(outcome.kind);
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
