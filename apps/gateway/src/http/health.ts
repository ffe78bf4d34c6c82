import { Type } from 'typebox';
import { route, type Route } from '../rest/route.js';
import type { MessagesClient, RoomsClient } from '../services/service-clients.js';

export interface HealthOptions {
  readonly isDraining: () => boolean;
  /** The log answers, and nothing that it holds may be missing here. */
  readonly isUpToDate: () => Promise<boolean>;
  /** It had no room for what was last to be stored. */
  readonly isLogFull: () => boolean;
  readonly rooms: Pick<RoomsClient, 'publicRooms'>;
  readonly messages: Pick<MessagesClient, 'history'>;
}

const State = Type.Enum(['up', 'down', 'full']);
type State = 'up' | 'down' | 'full';

const Readiness = Type.Object(
  {
    status: Type.Enum(['ready', 'not ready', 'draining']),
    dependencies: Type.Object({ nats: State, rooms: State, messages: State }),
  },
  { $id: 'Readiness' },
);

const tag = 'health';

export const healthRoutes = (options: HealthOptions): readonly Route[] => [
  route({
    id: 'isAlive',
    method: 'get',
    path: '/healthz',
    tag,
    summary: 'The process lives',
    access: 'anyone',
    answers: { 200: { description: 'It does', schema: Type.Object({ status: Type.Literal('ok') }) } },
  }).handledBy(() => ({ status: 200, body: { status: 'ok' } })),
  route({
    id: 'isReady',
    method: 'get',
    path: '/readyz',
    tag,
    summary: 'New people may be sent here',
    description: 'Not ready as soon as one dependency does not answer: people in rooms can still talk.',
    access: 'anyone',
    answers: {
      200: { description: 'Ready', schema: Readiness },
      503: { description: 'Not ready', schema: Readiness },
    },
  }).handledBy(async () => {
    const isDraining = options.isDraining();
    const dependencies = await statesOf(options);
    const ready = !isDraining && Object.values(dependencies).every((state) => state === 'up');
    const status = isDraining ? 'draining' : ready ? 'ready' : 'not ready';
    return { status: ready ? 200 : 503, body: { status, dependencies } };
  }),
];

type States = Readonly<Record<'nats' | 'rooms' | 'messages', State>>;

export type Dependencies = Omit<HealthOptions, 'isDraining'>;

/** What a gateway needs to let people in. */
export async function statesOf({ isUpToDate, isLogFull, rooms, messages }: Dependencies): Promise<States> {
  if (!(await isUpToDate())) return { nats: 'down', rooms: 'down', messages: 'down' };
  const answers = [rooms.publicRooms({ limit: 1 }), messages.history({ roomId: 'readyz', limit: 1 })] as const;
  const [fromRooms, fromMessages] = await Promise.all(answers);
  return { nats: isLogFull() ? 'full' : 'up', rooms: state(fromRooms.ok), messages: state(fromMessages.ok) };
}

const state = (up: boolean): State => (up ? 'up' : 'down');
