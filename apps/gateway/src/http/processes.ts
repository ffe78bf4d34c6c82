import { Type } from 'typebox';
import { mergeReports, type ProcessReport } from '@noroshi/domain';
import type { Processes } from '../operators/processes.js';
import { route, type Route } from '../rest/route.js';
import { Count, Time } from './schemas.js';

export interface ProcessesRouteParts {
  readonly processes: Pick<Processes, 'list'>;
}

const Share = Type.Number({ minimum: 0, maximum: 1 });
const Milliseconds = Type.Number({ minimum: 0, description: 'Milliseconds' });

const Process = Type.Object(
  {
    name: Type.String(),
    role: Type.String({ description: '`gateway`, `rooms`, …' }),
    state: Type.Enum(['up', 'draining']),
    since: Time,
    host: Type.Object({
      name: Type.String(),
      processors: Count,
      load: Share,
      memory: Type.Number({ minimum: 0, description: 'Bytes' }),
      memoryUsed: Type.Number({ minimum: 0, description: 'Bytes' }),
    }),
    work: Type.Optional(
      Type.Object(
        { requestsPerMinute: Count, errorRate: Share, avgResponseTime: Milliseconds },
        { description: 'Of a gateway: what it did for clients within the last minute' },
      ),
    ),
    connections: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Of a gateway: open sockets and event streams' }),
    ),
    lagging: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'Of a gateway: connections that are brought up to date from the log, because they did not read',
      }),
    ),
    delay: Type.Optional(
      Type.Number({
        minimum: 0,
        description:
          'Of a gateway: milliseconds from when the log stored an event to when it was handed to sockets, the longest of the last second; absent when there was none',
      }),
    ),
  },
  { $id: 'Process' },
);

/** For operators: what runs, and how each is doing. */
export const processesRoute = ({ processes }: ProcessesRouteParts): Route =>
  route({
    id: 'listProcesses',
    method: 'get',
    path: '/api/v1/processes',
    tag: 'operations',
    summary: 'The gateways and services that are up, by name, as each told of itself within the last seconds',
    access: 'admin',
    answers: { 200: { description: 'All of them', schema: Type.Object({ items: Type.Array(Process) }) } },
  }).handledBy(() => ({ status: 200, body: { items: processes.list().flatMap(processItem) } }));

/** One that ends is in no list. */
function processItem(report: ProcessReport) {
  const { process, state, host, work, holding } = report;
  if (state === 'ending') return [];
  const { requestsPerMinute, errorRate, avgResponseTime } = mergeReports([report]);
  return [
    {
      ...{ name: process.name, role: process.role, state, since: new Date(process.epoch).toISOString(), host },
      ...(work && { work: { requestsPerMinute, errorRate, avgResponseTime } }),
      ...holding,
    },
  ];
}
