import { roomCategory, type RoomEvent } from '@noroshi/domain';
import { Progress, startProjection, type RecordedEvent } from '@noroshi/event-sourcing';
import {
  connectNats,
  createBroadcast,
  createCommandBus,
  createEventSource,
  createEventStore,
  ensureStreams,
  nestNatsOptions,
  watchLogs,
  type EventLogs,
  type Nats,
} from '@noroshi/nats';
import type { Service } from '@noroshi/service-host';
import { serveNest } from '@noroshi/service-host/nest';
import type { Logger } from '@noroshi/telemetry';
import { systemClock } from './clock.js';
import { composePresence, type PresenceParts } from './compose-presence.js';
import type { RoomsConfig } from './config.js';
import { RoomCommands } from './room-commands.js';
import { directoryLanes, RoomDirectory, type DirectoryEvent } from './room-directory.js';
import { RoomsModule } from './rooms.module.js';
import { RoomsService } from './rooms-service.js';
import { VisitorGrace } from './visitor-grace.js';

export interface RoomsOptions extends RoomsConfig {
  readonly logger: Logger;
}

const NAME = 'rooms';

/**
 * The whole service, ready: the directory and presence have caught up with the log, and requests are answered. Waits for NATS.
 *
 * One instance: each would announce everybody who comes and goes, and declare silent gateways lost.
 */
export async function composeRooms(options: RoomsOptions): Promise<Service> {
  const { natsUrl, logger, crowdSize } = options;
  const nats = await connectNats({ url: natsUrl, name: NAME, log: logger });
  const logs = await ensureStreams(nats, { replicas: options.logReplicas });
  const watch = watchLogs(nats, { logs, log: logger });
  const bus = createCommandBus(nats);
  const broadcast = createBroadcast(nats);
  const presence = await composePresence({
    nats,
    logs,
    bus,
    broadcast,
    crowdSize,
    logger,
    onPoison: tellPoison(logger),
  });
  const parts = createParts(options, { nats, logs, presence });
  const projecting = await followLog(parts, { nats, logs, logger });
  parts.beginGrace();
  const stopWatching = await presence.watch();
  const serving = await serveNest({
    module: RoomsModule.of(parts.service),
    connection: nats.connection,
    transport: nestNatsOptions({ url: natsUrl, name: NAME, service: NAME }),
    logger,
  });
  logger.info('rooms is ready', { epoch: logs.rooms.epoch });
  return {
    over: watch.replaced,
    drain: async () => {
      watch.close();
      await serving.stop();
      stopWatching();
      parts.grace.stop();
      await parts.commands.idle();
      await projecting.stop();
      await presence.stop();
      await nats.drain();
    },
  };
}

interface Reach {
  readonly nats: Nats;
  readonly logs: EventLogs;
}

type Parts = ReturnType<typeof createParts>;

function createParts(
  { logger, defaultMaxMembers, visitorGraceMs, crowdSize }: RoomsOptions,
  { nats, logs, presence }: Reach & { readonly presence: PresenceParts },
) {
  const bus = createCommandBus(nats);
  const { registry } = presence;
  const progress = new Progress();
  let isLive = false;
  const directory: RoomDirectory = new RoomDirectory((roomId, event) => {
    if (isLive && event.type === 'MemberJoined') grace.expect(roomId, event.user.id);
  });
  const commands = new RoomCommands({
    store: createEventStore<RoomEvent>(nats, logs.rooms),
    directory,
    directoryReaches: (position) => progress.reaches(position),
    bus,
    now: () => systemClock.now(),
    defaultMaxMembers,
  });
  const isPresent = (roomId: string, userId: string) => registry.isPresent(roomId, userId);
  const grace: VisitorGrace = new VisitorGrace({
    graceMs: visitorGraceMs,
    clock: systemClock,
    isVisitor: (roomId, userId) => directory.state(roomId).members.get(userId)?.kind === 'visitor',
    isPresent,
    leave: (roomId, userId) => commands.endVisit(roomId, userId, () => isPresent(roomId, userId)),
    onFailure: (cause) => logger.warn('a visit could not be ended yet', { cause }),
  });
  const service = new RoomsService({
    ...{ directory, commands, presence: registry, grace, logger, crowdSize },
    ...presence,
  });
  /** From now on visitors are expected to be here; those the log knows may have gone while nobody looked. */
  const beginGrace = () => {
    isLive = true;
    presence.onChange((change) => grace.onPresence(change));
    for (const { roomId, userId } of directory.visitors()) grace.expect(roomId, userId);
  };
  return { progress, directory, commands, grace, service, beginGrace };
}

/** Settles when the directory has folded everything that was in the log. */
async function followLog({ directory, progress }: Parts, { nats, logs, logger }: Reach & { readonly logger: Logger }) {
  const source = createEventSource<DirectoryEvent>(nats, logs.rooms);
  const subscription = await source.subscribe({ category: roomCategory, lanes: directoryLanes, after: 0 });
  return startProjection<DirectoryEvent>({
    subscription,
    projection: directory,
    checkpoints: progress,
    onPoison: tellPoison(logger),
  });
}

/** Folds are total, so this is a bug; the dead letter stream of issue 4 will keep the event for a repair. */
const tellPoison =
  (logger: Logger) =>
  ({ lane, position }: RecordedEvent, cause: unknown): void =>
    logger.error('an event could not be folded', { lane, position, cause });
