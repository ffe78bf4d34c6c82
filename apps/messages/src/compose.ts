import { channels, type ProcessReport, type RoomEvent, type UserEvent } from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';
import { connectMongo } from '@noroshi/mongo';
import {
  createBroadcast,
  createCommandBus,
  createEventStore,
  nestNatsOptions,
  openLogs,
  watchLogs,
} from '@noroshi/nats';
import { Heartbeat, Operations, processName, type Service } from '@noroshi/service-host';
import { serveNest } from '@noroshi/service-host/nest';
import type { Logger } from '@noroshi/telemetry';
import type { MessagesConfig } from './config.js';
import { composeHistory } from './compose-history.js';
import { composeNotifications } from './compose-notifications.js';
import { MessagesModule } from './messages.module.js';
import { MessagesService } from './messages-service.js';
import { UserReadCursors } from './read-cursors.js';

export interface MessagesOptions extends Omit<MessagesConfig, 'opsPort'> {
  readonly logger: Logger;
  readonly operations?: Operations;
}

const NAME = 'messages';

/**
 * The whole service, ready: requests are answered, and what is kept in memory has caught up with the log. Waits for NATS; not
 * for MongoDB, without which history is told to be unavailable.
 */
export async function composeMessages(options: MessagesOptions): Promise<Service> {
  const {
    natsUrl,
    mongoUrl,
    logReplicas,
    logMaxBytes,
    messageDays,
    logger,
    operations = new Operations(options),
  } = options;
  const { consumers, metrics, tracing } = operations;
  const { nats, logs, deadLetters } = await openLogs({
    ...{ url: natsUrl, name: NAME, log: logger, metrics, tracing },
    ...{ logReplicas, logMaxBytes },
  });
  const watch = watchLogs(nats, { logs, log: logger });
  const bus = createCommandBus(nats, { log: logger });
  const broadcast = createBroadcast(nats);
  const mongo = mongoUrl === undefined ? undefined : connectMongo({ url: mongoUrl, name: NAME, log: logger, tracing });
  const parts = { nats, logs, bus, deadLetters, consumers, logger, mongo };
  const kept = await composeHistory({ ...parts, messageDays });
  const service = new MessagesService({
    ...{ history: kept.history, historyReaches: kept.reaches, historyPosition: kept.position, broadcast, logger },
    rooms: createEventStore<RoomEvent>(nats, logs.rooms),
    cursors: new UserReadCursors(createEventStore<UserEvent>(nats, logs.users)),
  });
  const notifications = await composeNotifications(parts);
  const serving = await serveNest({
    module: MessagesModule.of(service, notifications.service),
    connection: nats.connection,
    transport: nestNatsOptions({ url: natsUrl, name: NAME, service: NAME }),
    ...{ operations, logger },
  });
  const heartbeat = tellReports(broadcast);
  operations.worksWith(nats);
  logger.info('messages is ready', { epoch: logs.rooms.epoch });
  return {
    over: watch.replaced,
    drain: async () => {
      watch.close();
      await serving.stop();
      await notifications.stop();
      await kept.stop();
      heartbeat.end();
      await mongo?.close();
      await nats.drain();
    },
  };
}

function tellReports(broadcast: Broadcast): Heartbeat {
  const tell = (vitals: ProcessReport) => broadcast.publish(channels.reports, vitals);
  return new Heartbeat({ role: NAME, name: processName(NAME), tell });
}
