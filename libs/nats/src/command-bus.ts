import { headers, type Msg, type MsgHdrs } from '@nats-io/nats-core';
import { ServiceUnavailable, type CommandBus, type ServiceAddress } from '@noroshi/event-sourcing';
import type { Logger, TraceParent, Tracing } from '@noroshi/telemetry';
import type { Nats } from './connect.js';
import { onMessage } from './on-message.js';
import { traceHeader } from './stored-message.js';
import { serviceQueue, serviceSubject } from './subjects.js';

const DEFAULT_TIMEOUT_MS = 2_000;

/** An answer with this header says that the handler failed. Its value is for people. */
const ERROR_HEADER = 'Noroshi-Error';

export interface CommandBusOptions {
  /** Where a handler's failure is told: its caller only learns that there was one. */
  readonly log?: Pick<Logger, 'error'>;
}

/** Request and reply of core NATS, plain JSON both ways. The instances of a service share its requests. */
export function createCommandBus(nats: Nats, options: CommandBusOptions = {}): CommandBus {
  const { connection } = nats;
  return {
    request: async (address, payload, { timeoutMs = DEFAULT_TIMEOUT_MS } = {}) => {
      const answer = await traced(nats, address, { payload: JSON.stringify(payload), timeoutMs });
      if (answer.headers?.has(ERROR_HEADER)) throw unavailable(address, answer.headers.get(ERROR_HEADER));
      return answer.data.length === 0 ? undefined : answer.json();
    },
    serve: (address, handler) => {
      const subscription = connection.subscribe(serviceSubject(address), {
        queue: serviceQueue(address.service),
        callback: onMessage((message) => {
          const serving = () => answer(message, { nats, handler, ...options });
          void (nats.tracing ? followed(nats.tracing, address, { message, serving }) : serving());
        }),
      });
      return { close: () => subscription.unsubscribe() };
    },
  };
}

interface Question {
  readonly payload: string;
  readonly timeoutMs: number;
}

function traced(nats: Nats, address: ServiceAddress, question: Question): Promise<Msg> {
  const { tracing } = nats;
  if (!tracing) return ask(nats, address, question);
  return tracing.step({ name: `ask ${nameOf(address)}`, kind: 'client' }, () => {
    const trace = tracing.current();
    return ask(nats, address, trace === undefined ? question : { ...question, headers: traceHeaders(trace) });
  });
}

function traceHeaders(trace: TraceParent): MsgHdrs {
  const carried = headers();
  carried.set(traceHeader, trace);
  return carried;
}

interface Asked {
  readonly message: Msg;
  readonly serving: () => Promise<void>;
}

function followed(tracing: Tracing, address: ServiceAddress, { message, serving }: Asked): Promise<void> {
  const from = message.headers?.get(traceHeader) || undefined;
  return tracing.follow(from, { name: `serve ${nameOf(address)}`, kind: 'server' }, serving);
}

/** Without the instance: one of few. */
const nameOf = ({ service, operation }: ServiceAddress): string => `${service}.${operation}`;

async function ask(
  nats: Nats,
  address: ServiceAddress,
  { payload, timeoutMs, headers: carried }: Question & { readonly headers?: MsgHdrs },
): Promise<Msg> {
  if (!nats.isConnected()) throw unavailable(address, 'there is no connection');
  try {
    const options = { timeout: timeoutMs, ...(carried && { headers: carried }) };
    return await nats.connection.request(serviceSubject(address), payload, options);
  } catch (cause) {
    throw unavailable(address, 'no answer', cause);
  }
}

interface Serving extends CommandBusOptions {
  readonly nats: Nats;
  readonly handler: (payload: unknown) => unknown;
}

async function answer(message: Msg, { nats, log, handler }: Serving): Promise<void> {
  const reply = (payload: string, failure?: MsgHdrs) => {
    // Without a connection the asker has given up, or will.
    if (nats.isConnected()) message.respond(payload, failure && { headers: failure });
  };
  try {
    const result = await handler(message.data.length === 0 ? undefined : message.json());
    reply(result === undefined ? '' : JSON.stringify(result));
  } catch (cause) {
    log?.error('a request could not be handled', { cause, subject: message.subject });
    const failure = headers();
    failure.set(ERROR_HEADER, cause instanceof Error ? cause.name : 'Error');
    reply('', failure);
  }
}

const unavailable = ({ service, operation }: ServiceAddress, reason: string, cause?: unknown) =>
  new ServiceUnavailable(`${service}.${operation}: ${reason}`, { cause });
