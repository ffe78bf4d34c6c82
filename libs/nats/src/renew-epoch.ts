import { jetstreamManager } from '@nats-io/jetstream';
import { EventLogUnavailable } from '@noroshi/event-sourcing';
import type { Nats } from './connect.js';
import { beginEpoch, type EventLog } from './streams.js';

/**
 * Gives a log that was restored from a backup, with everything stopped, another epoch: nobody could notice that its
 * positions are given a second time. Every service that watches the log ends, to start anew.
 *
 * @throws EventLogUnavailable
 */
export async function renewEpoch({ connection }: Nats, { stream }: EventLog): Promise<void> {
  try {
    const manager = await jetstreamManager(connection);
    await beginEpoch(manager, await manager.streams.info(stream));
  } catch (cause) {
    throw new EventLogUnavailable('the log could not be given another epoch', { cause });
  }
}
