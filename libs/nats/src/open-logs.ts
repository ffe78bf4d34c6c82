import { untilReachable, type DeadLetters } from '@noroshi/event-sourcing';
import type { Logger } from '@noroshi/telemetry';
import { connectNats, type Nats, type NatsOptions } from './connect.js';
import { createDeadLetters } from './dead-letters.js';
import { ensureStreams, type EventLogs } from './streams.js';

export interface OpenLogsOptions extends Omit<NatsOptions, 'log'> {
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** As `StreamsOptions` has them. */
  readonly logReplicas: number;
  readonly logMaxBytes: number;
}

export interface OpenLogs {
  readonly nats: Nats;
  readonly logs: EventLogs;
  readonly deadLetters: DeadLetters;
}

/** What every service begins with: a connection, the logs, and the dead letters. Waits for them. @throws NatsServerTooOld */
export async function openLogs({ logReplicas, logMaxBytes, ...options }: OpenLogsOptions): Promise<OpenLogs> {
  const nats = await connectNats(options);
  const onWaiting = (cause: unknown) => options.log.warn('waiting for the event log', { cause });
  const streams = { replicas: logReplicas, maxBytes: logMaxBytes };
  const logs = await untilReachable(() => ensureStreams(nats, streams), { onWaiting });
  const deadLetters = await untilReachable(() => createDeadLetters(nats, streams), { onWaiting });
  return { nats, logs, deadLetters };
}
