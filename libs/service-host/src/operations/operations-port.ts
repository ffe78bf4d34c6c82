import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Operations } from './operations.js';

export interface OperationsPort {
  readonly port: number;
  close(): Promise<void>;
}

/** The port is taken, or may not be used. */
export class CannotServeOperations extends Error {
  override readonly name = 'CannotServeOperations';
  readonly problems: readonly string[];

  constructor(port: number, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const problem = `NOROSHI_OPS_PORT: ${port} can not be listened on (${why}). Each process of a host needs its own.`;
    super(problem, { cause });
    this.problems = [problem];
  }
}

/** Probes and scrapes come from other hosts. */
const EVERYWHERE = '0.0.0.0';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const json = (status: number, body: unknown): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

/**
 * Answers `/healthz` (200: the process lives), `/readyz` (200 or 503, with the state of each dependency) and `/metrics` from
 * now on, whatever else the process waits for.
 *
 * @param port 0: any that is free
 * @throws CannotServeOperations
 */
export async function serveOperations(port: number, operations: Operations): Promise<OperationsPort> {
  const server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    void answerTo(isRead ? path : '', operations).then((answer) => write(response, answer));
  });
  try {
    server.listen(port, EVERYWHERE);
    await once(server, 'listening');
  } catch (cause) {
    throw new CannotServeOperations(port, cause);
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answerTo(path: string, operations: Operations): Promise<Answer> {
  switch (path) {
    case '/healthz':
      return json(200, { status: 'ok' });
    case '/readyz': {
      const readiness = await operations.readiness();
      return json(readiness.status === 'ready' ? 200 : 503, readiness);
    }
    case '/metrics': {
      const { contentType, text } = await operations.scrape();
      return { status: 200, type: contentType, body: text };
    }
    default:
      return json(404, { status: 'not found', paths: ['/healthz', '/readyz', '/metrics'] });
  }
}

function write(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
}
