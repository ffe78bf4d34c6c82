import type { AccessEvent, NotificationEvent, RoomEvent, SessionEvent } from '@noroshi/domain';
import {
  type Broadcast,
  type CommandBus,
  type DeadLetters,
  type EventSource,
  type EventStore,
  type LiveFeed,
} from '@noroshi/event-sourcing';
import {
  createBroadcast,
  createCommandBus,
  createEventSource,
  createEventStore,
  createLiveFeed,
  renewEpoch,
  openLogs,
  watchLogs,
  type LogWatch,
  type Nats,
} from '@noroshi/nats';
import type { Operations } from '@noroshi/service-host';
import type { Settings } from '@noroshi/settings';
import type { Logger } from '@noroshi/telemetry';
import { LogRoom } from './log-room.js';
import {
  createMessagesClient,
  createRoomsClient,
  type MessagesClient,
  type RoomsClient,
} from './services/service-clients.js';

/** Everything beyond this process that a gateway talks with. */
export interface Links {
  readonly nats: Nats;
  readonly watch: LogWatch;
  /** The epoch of the rooms' log. */
  readonly epoch: string;
  /** After a restored backup. @throws EventLogUnavailable */
  readonly renewEpoch: () => Promise<void>;
  /** It had no room for what was last to be stored. */
  readonly isLogFull: () => boolean;
  readonly store: EventStore<RoomEvent>;
  readonly feed: LiveFeed<RoomEvent>;
  readonly sessionStore: EventStore<SessionEvent>;
  readonly accessStore: EventStore<AccessEvent>;
  readonly accessSource: EventSource<AccessEvent>;
  readonly noticeFeed: LiveFeed<NotificationEvent>;
  /** Of the log of users. */
  readonly usersEpoch: string;
  readonly deadLetters: DeadLetters;
  readonly bus: CommandBus;
  readonly broadcast: Broadcast;
  readonly rooms: RoomsClient;
  readonly messages: MessagesClient;
}

export interface LinkOptions {
  readonly settings: Settings;
  readonly gateway: string;
  readonly operations: Operations;
  readonly logger: Logger;
}

/** A delivery that got lost on the way is noticed when its batch ends: a revocation is to be in force within seconds. */
const ACCESS_BATCH_MS = 2000;

/** Waits for NATS. */
export async function composeLinks({ settings, gateway, operations, logger }: LinkOptions): Promise<Links> {
  const { metrics, tracing } = operations;
  const { nats, logs, deadLetters } = await openLogs({
    ...{ url: settings.natsUrl ?? '', name: gateway, log: logger, metrics, tracing },
    ...{ logReplicas: settings.logReplicas, logMaxBytes: settings.logMaxBytes },
  });
  const bus = createCommandBus(nats);
  const room = new LogRoom();
  return {
    nats,
    watch: watchLogs(nats, { logs, log: logger }),
    epoch: logs.rooms.epoch,
    renewEpoch: () => renewEpoch(nats, logs.rooms),
    isLogFull: () => room.isFull(),
    store: room.watch(createEventStore<RoomEvent>(nats, logs.rooms)),
    feed: createLiveFeed<RoomEvent>(nats, logs.rooms),
    sessionStore: createEventStore<SessionEvent>(nats, logs.sessions),
    accessStore: createEventStore<AccessEvent>(nats, logs.users),
    accessSource: createEventSource<AccessEvent>(nats, logs.users, { batchMs: ACCESS_BATCH_MS }),
    noticeFeed: createLiveFeed<NotificationEvent>(nats, logs.users),
    usersEpoch: logs.users.epoch,
    deadLetters,
    bus,
    broadcast: createBroadcast(nats),
    rooms: createRoomsClient(bus),
    messages: createMessagesClient(bus),
  };
}
