import { Type } from 'typebox';
import { route, type Route } from '../rest/route.js';
import { Count } from './schemas.js';

interface LogReader {
  readonly id: string;
  readonly reader: string;
  readonly subjects: readonly string[];
  readonly position: number;
  readonly lag: number;
  readonly isWaiting: boolean;
}

interface Log {
  readonly name: string;
  readonly messages: number;
  readonly bytes: number;
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly readers: readonly LogReader[];
}

export interface EventLogsRouteParts {
  readonly inventory: {
    /** @throws Outage */
    read(): Promise<readonly Log[]>;
  };
}

const Reader = Type.Object(
  {
    id: Type.String({ description: 'Another one after each interruption' }),
    reader: Type.String({ description: 'The process that reads' }),
    subjects: Type.Array(Type.String(), { description: 'What it reads, with `*` for any part' }),
    position: Count,
    lag: Type.Integer({ minimum: 0, description: 'Events that it was not given yet' }),
    isWaiting: Type.Boolean({ description: 'It has asked for what comes next' }),
  },
  { $id: 'LogReader' },
);

const EventLog = Type.Object(
  {
    name: Type.String(),
    messages: Count,
    bytes: Count,
    firstPosition: Count,
    lastPosition: Count,
    readers: Type.Array(Reader, {
      description: 'Who follows it; gateways follow what is told live and are not among them',
    }),
  },
  { $id: 'EventLog' },
);

/** For operators: the streams of the log, and who reads them. */
export const eventLogsRoute = ({ inventory }: EventLogsRouteParts): Route =>
  route({
    id: 'listEventLogs',
    method: 'get',
    path: '/api/v1/event-logs',
    tag: 'operations',
    summary: 'The streams in which everything is stored, and how far behind their readers are',
    access: 'admin',
    answers: { 200: { description: 'Those that there are', schema: Type.Object({ items: Type.Array(EventLog) }) } },
  }).handledBy(async () => ({ status: 200, body: { items: await inventory.read() } }));
