import { Type } from 'typebox';
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
import { Refused } from '../refusal.js';
import { route, type Route } from '../rest/route.js';
import { Count, Limit, Offset, Time } from './schemas.js';

export interface OperationsRoutesParts {
  readonly deadLetters: DeadLetters;
  readonly bus: Pick<CommandBus, 'request'>;
}

/** All of a room's events are read again for a replay. */
const REPLAY_MS = 10_000;

const tag = 'operations';

const Letter = Type.Object(
  {
    id: Type.String(),
    consumer: Type.String(),
    offset: Offset,
    lane: Type.Object({ category: Type.String(), entity: Type.String(), name: Type.String() }),
    reason: Type.String(),
    tries: Count,
    buriedAt: Time,
  },
  { $id: 'DeadLetter' },
);

const status = {
  name: Type.String(),
  position: Type.Integer({ description: 'Everything up to here is in it' }),
  rebuilding: Type.Optional(Type.Object({ position: Type.Integer(), target: Type.Integer() })),
};

const ReadModel = Type.Object(status, { $id: 'ReadModel' });
const AwayReadModel = Type.Object({ name: Type.String(), away: Type.Literal(true) }, { $id: 'AwayReadModel' });

/** For operators: what consumers gave up on, and read models that are built anew. */
export const operationsRoutes = (parts: OperationsRoutesParts): readonly Route[] => [
  listDeadLetters(parts),
  replayDeadLetter(parts),
  discardDeadLetter(parts),
  listReadModels(parts),
  rebuildReadModel(parts),
];

const listDeadLetters = ({ deadLetters }: OperationsRoutesParts): Route =>
  route({
    id: 'listDeadLetters',
    method: 'get',
    path: '/api/v1/dead-letters',
    tag,
    summary: 'What consumers gave up on, oldest burial first',
    access: 'admin',
    query: {
      consumer: Type.Optional(Type.String({ pattern: '^[a-z0-9-]{1,64}$' })),
      after: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$', description: 'The `next` of an earlier page' })),
      limit: Limit,
    },
    answers: {
      200: {
        description: 'A page',
        schema: Type.Object({ items: Type.Array(Letter), next: Type.Optional(Type.String()) }),
      },
    },
  }).handledBy(async ({ query }) => {
    const { items, next } = await deadLetters.list(query);
    return { status: 200, body: { items: items.map(letterItem), ...(next === undefined ? {} : { next }) } };
  });

const replayDeadLetter = ({ bus }: OperationsRoutesParts): Route =>
  route({
    id: 'replayDeadLetter',
    method: 'post',
    path: '/api/v1/dead-letters/{letterId}/replay',
    tag,
    summary: 'Handle it once more',
    access: 'admin',
    params: { letterId: Type.String() },
    refusals: ['not_found'],
    answers: {
      200: {
        description: 'How that went',
        schema: Type.Object({ id: Type.String(), replayed: Type.Boolean(), reason: Type.Optional(Type.String()) }),
      },
    },
  }).handledBy(async ({ params: { letterId: id } }) => {
    const { consumer } = letterNamed(id);
    const asked = bus.request(readModelAddress(consumer, 'replay'), { id }, { timeoutMs: REPLAY_MS });
    const outcome = (await asked) as ReplayOutcome;
    if (outcome.kind === 'unknown') throw new Refused('not_found', NO_LETTER);
    const reason = 'reason' in outcome ? { reason: outcome.reason } : {};
    return { status: 200, body: { id, replayed: outcome.kind === 'replayed', ...reason } };
  });

const discardDeadLetter = ({ deadLetters }: OperationsRoutesParts): Route =>
  route({
    id: 'discardDeadLetter',
    method: 'delete',
    path: '/api/v1/dead-letters/{letterId}',
    tag,
    summary: 'Forget it: somebody has looked, and the event is not missed',
    access: 'admin',
    params: { letterId: Type.String() },
    refusals: ['not_found'],
    answers: { 204: { description: 'It is gone' } },
  }).handledBy(async ({ params: { letterId } }) => {
    letterNamed(letterId);
    if (!(await deadLetters.remove(letterId))) throw new Refused('not_found', NO_LETTER);
    return { status: 204 };
  });

const listReadModels = ({ bus }: OperationsRoutesParts): Route =>
  route({
    id: 'listReadModels',
    method: 'get',
    path: '/api/v1/read-models',
    tag,
    summary: 'What is kept of the log to answer questions from',
    access: 'admin',
    answers: {
      200: {
        description: 'Each with how far it is',
        schema: Type.Object({ items: Type.Array(Type.Union([ReadModel, AwayReadModel])) }),
      },
    },
  }).handledBy(async () => {
    const asked = readModels.map((name) => {
      const status = bus.request(readModelAddress(name, 'status'), {}) as Promise<ReadModelStatus>;
      return status.catch(whileAway(name));
    });
    return { status: 200, body: { items: await Promise.all(asked) } };
  });

const rebuildReadModel = ({ bus }: OperationsRoutesParts): Route =>
  route({
    id: 'rebuildReadModel',
    method: 'post',
    path: '/api/v1/read-models/{name}/rebuild',
    tag,
    summary: 'Build it anew from the log, while it answers',
    access: 'admin',
    params: { name: Type.String() },
    refusals: ['not_found'],
    answers: { 202: { description: 'It has begun', schema: ReadModel } },
  }).handledBy(async ({ params: { name } }) => {
    if (!readModels.some((known) => known === name))
      throw new Refused('not_found', `There is no such read model; there are ${readModels.join(', ')}`);
    const body = (await bus.request(readModelAddress(name, 'rebuild'), {})) as ReadModelStatus;
    return { status: 202, body };
  });

const NO_LETTER = 'There is no such dead letter';

const whileAway =
  (name: string) =>
  (cause: unknown): { readonly name: string; readonly away: true } => {
    if (cause instanceof ServiceUnavailable) return { name, away: true };
    throw cause;
  };

function letterNamed(id: string): { readonly consumer: string } {
  const buried = parseDeadLetterId(id);
  if (!buried) throw new Refused('not_found', NO_LETTER);
  return buried;
}

const letterItem = ({ epoch, position, buriedAt, ...letter }: DeadLetter) => ({
  ...letter,
  offset: formatOffset(epoch, position),
  buriedAt: new Date(buriedAt).toISOString(),
});
