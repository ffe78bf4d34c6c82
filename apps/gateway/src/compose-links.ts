import type { AccessEvent, RoomEvent, SessionEvent } from '@noroshi/domain';
import type { Broadcast, CommandBus, EventSource, EventStore, LiveFeed } from '@noroshi/event-sourcing';
import {
  connectNats,
  createBroadcast,
  createCommandBus,
  createEventSource,
  createEventStore,
  createLiveFeed,
  ensureStreams,
  watchLogs,
  type LogWatch,
  type Nats,
} from '@noroshi/nats';
import type { Settings } from '@noroshi/settings';
import type { Logger } from '@noroshi/telemetry';
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
  readonly store: EventStore<RoomEvent>;
  readonly feed: LiveFeed<RoomEvent>;
  readonly sessionStore: EventStore<SessionEvent>;
  readonly accessStore: EventStore<AccessEvent>;
  readonly accessSource: EventSource<AccessEvent>;
  readonly bus: CommandBus;
  readonly broadcast: Broadcast;
  readonly rooms: RoomsClient;
  readonly messages: MessagesClient;
}

export interface LinkOptions {
  readonly settings: Settings;
  readonly gateway: string;
  readonly logger: Logger;
}

/** A delivery that got lost on the way is noticed when its batch ends: a revocation is to be in force within seconds. */
const ACCESS_BATCH_MS = 2000;

/** Waits for NATS. */
export async function composeLinks({ settings, gateway, logger }: LinkOptions): Promise<Links> {
  const nats = await connectNats({ url: settings.natsUrl ?? '', name: gateway, log: logger });
  const logs = await ensureStreams(nats, { replicas: settings.logReplicas });
  const bus = createCommandBus(nats);
  return {
    nats,
    watch: watchLogs(nats, { logs, log: logger }),
    epoch: logs.rooms.epoch,
    store: createEventStore<RoomEvent>(nats, logs.rooms),
    feed: createLiveFeed<RoomEvent>(nats, logs.rooms),
    sessionStore: createEventStore<SessionEvent>(nats, logs.sessions),
    accessStore: createEventStore<AccessEvent>(nats, logs.users),
    accessSource: createEventSource<AccessEvent>(nats, logs.users, { batchMs: ACCESS_BATCH_MS }),
    bus,
    broadcast: createBroadcast(nats),
    rooms: createRoomsClient(bus),
    messages: createMessagesClient(bus),
  };
}
