import { formatOffset, readModels } from '@noroshi/domain';
import {
  parseDeadLetterId,
  readModelAddress,
  ServiceUnavailable,
  type CommandBus,
  type DeadLetter,
  type DeadLetters,
  type ReadModelStatus,
  type ReplayOutcome,
} from '@noroshi/event-sourcing';
import type { Callers } from '../auth/callers.js';
import { Refused } from '../refusal.js';
import { json } from '../transport/http-answer.js';
import type { RestHandler, RestRequest } from '../transport/http-route.js';
import { limitOf } from './page-limit.js';

export interface OperationsOptions {
  readonly callers: Callers;
  readonly deadLetters: DeadLetters;
  readonly bus: Pick<CommandBus, 'request'>;
}

export interface OperationsRoutes {
  /** `GET /api/v1/dead-letters?consumer=&after=&limit=` */
  readonly deadLetters: RestHandler;
  /** `POST /api/v1/dead-letters/{id}/replay`: `{id, replayed, reason?}` */
  readonly replay: RestHandler;
  /** `DELETE /api/v1/dead-letters/{id}`: somebody has looked, and the event is not missed. */
  readonly discard: RestHandler;
  /** `GET /api/v1/read-models` */
  readonly readModels: RestHandler;
  /** `POST /api/v1/read-models/{name}/rebuild`: 202, and its status. */
  readonly rebuild: RestHandler;
}

/** All of a room's events are read again for a replay. */
const REPLAY_MS = 10_000;

/** For operators alone: what consumers gave up on, and read models that are built anew. */
export function operationsRoutes({ callers, deadLetters, bus }: OperationsOptions): OperationsRoutes {
  const forOperators =
    (handler: RestHandler): RestHandler =>
    async (request) => {
      await callers.administrator(request);
      return handler(request);
    };
  const statusOf = (name: string) => bus.request(readModelAddress(name, 'status'), {}) as Promise<ReadModelStatus>;
  return {
    deadLetters: forOperators(async ({ query }) => {
      const { items, next } = await deadLetters.list({ ...filterOf(query), limit: limitOf({ query }) });
      return json({ items: items.map(letterItem), ...(next === undefined ? {} : { next }) });
    }),
    replay: forOperators(async (request) => {
      const { id, consumer } = letterNamed(request);
      const asked = bus.request(readModelAddress(consumer, 'replay'), { id }, { timeoutMs: REPLAY_MS });
      const outcome = (await asked) as ReplayOutcome;
      if (outcome.kind === 'unknown') throw new Refused('not_found', NO_LETTER);
      return json({
        id,
        replayed: outcome.kind === 'replayed',
        ...('reason' in outcome ? { reason: outcome.reason } : {}),
      });
    }),
    discard: forOperators(async (request) => {
      if (!(await deadLetters.remove(letterNamed(request).id))) throw new Refused('not_found', NO_LETTER);
      return { status: 204, headers: { 'Cache-Control': 'no-store' }, body: '' };
    }),
    readModels: forOperators(async () => {
      const items = readModels.map((name) => statusOf(name).catch(whileAway(name)));
      return json({ items: await Promise.all(items) });
    }),
    rebuild: forOperators(async ({ parameters: [name = ''] }) => {
      if (!readModels.some((known) => known === name))
        throw new Refused('not_found', `There is no such read model; there are ${readModels.join(', ')}`);
      return json(await bus.request(readModelAddress(name, 'rebuild'), {}), 202);
    }),
  };
}

const NO_LETTER = 'There is no such dead letter';

const whileAway = (name: string) => (cause: unknown) => {
  if (cause instanceof ServiceUnavailable) return { name, away: true };
  throw cause;
};

function filterOf(query: URLSearchParams): { consumer?: string; after?: string } {
  const [consumer, after] = [query.get('consumer'), query.get('after')];
  if (consumer !== null && !/^[a-z0-9-]{1,64}$/.test(consumer))
    throw new Refused('invalid_frame', 'A consumer is called by lower-case letters, digits and hyphens');
  if (after !== null && !/^\d{1,15}$/.test(after))
    throw new Refused('invalid_frame', 'after is the `next` of an earlier answer');
  return { ...(consumer === null ? {} : { consumer }), ...(after === null ? {} : { after }) };
}

function letterNamed({ parameters: [id = ''] }: RestRequest): { readonly id: string; readonly consumer: string } {
  const buried = parseDeadLetterId(id);
  if (!buried) throw new Refused('not_found', NO_LETTER);
  return { id, consumer: buried.consumer };
}

const letterItem = ({ epoch, position, buriedAt, ...letter }: DeadLetter) => ({
  ...letter,
  offset: formatOffset(epoch, position),
  buriedAt: new Date(buriedAt).toISOString(),
});
