import {
  channels,
  roomCategory,
  type MembershipNotice,
  type PresenceRegistry,
  type ProcessReport,
  type RoomEvent,
} from '@noroshi/domain';
import {
  PatientHandling,
  ReadModelKeeper,
  serveReadModel,
  type Broadcast,
  type CommandBus,
  type DeadLetters,
  type Position,
} from '@noroshi/event-sourcing';
import {
  createBroadcast,
  createCommandBus,
  createEventSource,
  createEventStore,
  nestNatsOptions,
  openLogs,
  watchLogs,
  type EventLogs,
  type Nats,
} from '@noroshi/nats';
import { Heartbeat, Operations, processName, type Consumers, type Service } from '@noroshi/service-host';
import { serveNest } from '@noroshi/service-host/nest';
import type { Logger } from '@noroshi/telemetry';
import { systemClock } from './clock.js';
import { composePresence, type PresenceParts } from './compose-presence.js';
import type { RoomsConfig } from './config.js';
import { directoryReadModel } from './directory-read-model.js';
import { RoomCommands } from './room-commands.js';
import { directoryLanes, RoomDirectory, type DirectoryEvent } from './room-directory.js';
import { RoomsModule } from './rooms.module.js';
import { RoomsService } from './rooms-service.js';
import { ShortIds } from './short-ids.js';
import { VisitorGrace } from './visitor-grace.js';

export interface RoomsOptions extends Omit<RoomsConfig, 'opsPort'> {
  readonly logger: Logger;
  readonly operations?: Operations;
}

const NAME = 'rooms';

/**
 * The whole service, ready: the directory and presence have caught up with the log, and requests are answered. Waits for NATS.
 *
 * One instance: each would announce everybody who comes and goes, and declare silent gateways lost.
 */
export async function composeRooms(options: RoomsOptions): Promise<Service> {
  const { natsUrl, logger, crowdSize, operations = new Operations(options) } = options;
  const { consumers, metrics, tracing } = operations;
  const { nats, logs, deadLetters } = await openLogs({
    ...{ url: natsUrl, name: NAME, log: logger, metrics, tracing },
    ...{ logReplicas: options.logReplicas, logMaxBytes: options.logMaxBytes },
  });
  const watch = watchLogs(nats, { logs, log: logger });
  const bus = createCommandBus(nats, { log: logger });
  const broadcast = createBroadcast(nats);
  const handlingOf = (consumer: string, epoch: string) =>
    PatientHandling.begin({ consumer, epoch, deadLetters, news: consumers.watch(consumer) });
  const presence = await composePresence({ nats, logs, bus, broadcast, crowdSize, logger, handlingOf });
  const parts = createParts(options, { nats, bus, broadcast, logs, presence });
  const keeper = await keepDirectory(parts, { nats, logs, consumers, deadLetters });
  const operating = serveReadModel(bus, keeper);
  parts.beginGrace();
  const stopWatching = await presence.watch();
  const serving = await serveNest({
    module: RoomsModule.of(parts.service),
    connection: nats.connection,
    transport: nestNatsOptions({ url: natsUrl, name: NAME, service: NAME }),
    ...{ operations, logger },
  });
  // What was stored while no such service listened was told to nobody.
  parts.tellMembership({ kind: 'unknown' });
  const heartbeat = tellReports(broadcast, presence.registry);
  operations.worksWith(nats);
  logger.info('rooms is ready', { epoch: logs.rooms.epoch });
  return {
    over: watch.replaced,
    drain: async () => {
      watch.close();
      await serving.stop();
      stopWatching();
      parts.grace.stop();
      await parts.commands.idle();
      operating.close();
      await keeper.stop();
      await presence.stop();
      heartbeat.end();
      await nats.drain();
    },
  };
}

const tellReports = (broadcast: Broadcast, registry: PresenceRegistry): Heartbeat =>
  new Heartbeat({
    role: NAME,
    name: processName(NAME),
    tell: (vitals) => {
      const report: ProcessReport = { ...vitals, connectedUsers: registry.userCount() };
      broadcast.publish(channels.reports, report);
    },
  });

interface Reach {
  readonly nats: Nats;
  readonly logs: EventLogs;
}

interface Connected {
  readonly bus: CommandBus;
  readonly broadcast: Broadcast;
  readonly presence: PresenceParts;
}

type Parts = ReturnType<typeof createParts>;

function createParts(
  { logger, defaultMaxMembers, visitorGraceMs, crowdSize }: RoomsOptions,
  { nats, bus, broadcast, logs, presence }: Reach & Connected,
) {
  const { registry } = presence;
  const shortIds = new ShortIds();
  const store = createEventStore<RoomEvent>(nats, logs.rooms);
  const reached: { by?: (position: Position) => Promise<boolean> } = {};
  let isLive = false;
  const tellMembership = (notice: MembershipNotice) => broadcast.publish(channels.memberships, notice);
  const directory: RoomDirectory = new RoomDirectory(
    (roomId, event) => {
      presence.people.followRoom(event);
      shortIds.follow(roomId, event);
      if (isLive && event.type === 'MemberJoined') grace.expect(roomId, event.user.id);
    },
    (gained) => {
      if (isLive) tellMembership({ kind: 'gained', ...gained });
    },
  );
  const commands = new RoomCommands({
    ...{ store, directory, shortIds, bus, defaultMaxMembers },
    directoryReaches: (position) => reached.by?.(position) ?? Promise.resolve(false),
    now: () => systemClock.now(),
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
    ...{ directory, commands, presence: registry, grace, shortIds, logger, crowdSize },
    ...presence,
  });
  /** From now on visitors are expected to be here; those the log knows may have gone while nobody looked. */
  const beginGrace = () => {
    isLive = true;
    presence.onChange((change) => grace.onPresence(change));
    for (const { roomId, userId } of directory.visitors()) grace.expect(roomId, userId);
  };
  /** Of what was folded anew: a joining that was told to nobody in between is expected, and told of, as well. */
  const renewed = () => {
    for (const { roomId, userId } of directory.visitors()) grace.expect(roomId, userId);
    tellMembership({ kind: 'unknown' });
  };
  return { store, reached, directory, commands, grace, service, beginGrace, renewed, tellMembership };
}

interface Keeping extends Reach {
  readonly deadLetters: DeadLetters;
  readonly consumers: Consumers;
}

/** Settles when the directory has folded everything that was in the log. */
async function keepDirectory(parts: Parts, { nats, logs, deadLetters, consumers }: Keeping) {
  const { directory, store, renewed, reached } = parts;
  const model = directoryReadModel(directory, store);
  const news = consumers.watch(model.name);
  const keeper = await ReadModelKeeper.start<DirectoryEvent>({
    ...{ model, store, deadLetters, category: roomCategory, lanes: directoryLanes },
    source: createEventSource<DirectoryEvent>(nats, logs.rooms),
    news: {
      ...news,
      onRebuilt: () => {
        news.onRebuilt();
        renewed();
      },
    },
  });
  reached.by = (position) => keeper.progress.reaches(position);
  return keeper;
}
