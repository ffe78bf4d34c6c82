import { channels, InMemoryPresenceRegistry, roomCategory, type PresenceChange, type RoomEvent } from '@noroshi/domain';
import { Progress, startProjection, type Channel } from '@noroshi/event-sourcing';
import {
  connectNats,
  createBroadcast,
  createCommandBus,
  createEventSource,
  createEventStore,
  ensureStreams,
  nestNatsOptions,
  type EventLog,
  type Nats,
} from '@noroshi/nats';
import type { Service } from '@noroshi/service-host';
import { serveNest } from '@noroshi/service-host/nest';
import type { Logger } from '@noroshi/telemetry';
import { systemClock } from './clock.js';
import type { RoomsConfig } from './config.js';
import { PresenceFeed } from './presence/presence-feed.js';
import { parseLease, parseReport, parseRoster } from './requests.js';
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
 * The whole service, ready: the directory has caught up with the log, and requests are answered. Waits for NATS.
 *
 * One instance: presence is held by the one that hears `enter`, so a second one would be told of half the people only.
 */
export async function composeRooms(options: RoomsOptions): Promise<Service> {
  const { natsUrl, logger } = options;
  const nats = await connectNats({ url: natsUrl, name: NAME, log: logger });
  const { rooms: log } = await ensureStreams(nats);
  const parts = createParts(options, { nats, log });
  const projecting = await followLog(parts, { nats, log, logger });
  const closeListeners = await listen(parts, logger);
  parts.beginGrace();
  const serving = await serveNest({
    module: RoomsModule.of(parts.service),
    connection: nats.connection,
    transport: nestNatsOptions({ url: natsUrl, name: NAME, service: NAME }),
    logger,
  });
  logger.info('rooms is ready', { epoch: log.epoch });
  return {
    drain: async () => {
      await serving.stop();
      closeListeners();
      parts.feed.stop();
      parts.grace.stop();
      await parts.commands.idle();
      await projecting.stop();
      await nats.drain();
    },
  };
}

interface Reach {
  readonly nats: Nats;
  readonly log: EventLog;
}

type Parts = ReturnType<typeof createParts>;

function createParts({ logger, defaultMaxMembers, visitorGraceMs }: RoomsOptions, { nats, log }: Reach) {
  const bus = createCommandBus(nats);
  const broadcast = createBroadcast(nats);
  const presence = new InMemoryPresenceRegistry();
  const progress = new Progress();
  let isLive = false;
  const directory: RoomDirectory = new RoomDirectory((roomId, event) => {
    if (isLive && event.type === 'MemberJoined') grace.expect(roomId, event.user.id);
  });
  const commands = new RoomCommands({
    store: createEventStore<RoomEvent>(nats, log),
    directory,
    directoryReaches: (position) => progress.reaches(position),
    bus,
    now: () => systemClock.now(),
    defaultMaxMembers,
  });
  const isPresent = (roomId: string, userId: string) => presence.isPresent(roomId, userId);
  const grace: VisitorGrace = new VisitorGrace({
    graceMs: visitorGraceMs,
    clock: systemClock,
    isVisitor: (roomId, userId) => directory.state(roomId).members.get(userId)?.kind === 'visitor',
    isPresent,
    leave: (roomId, userId) => commands.endVisit(roomId, userId, () => isPresent(roomId, userId)),
    onFailure: (cause) => logger.warn('a visit could not be ended yet', { cause }),
  });
  const onChange = (change: PresenceChange, news: boolean) => {
    grace.onPresence(change);
    if (news) broadcast.publish(channels.presence(change.roomId), change);
  };
  const canHear = () => nats.isConnected();
  const feed = new PresenceFeed({
    registry: presence,
    bus,
    clock: systemClock,
    logger,
    parseRoster,
    canHear,
    onChange,
  });
  const service = new RoomsService({ directory, commands, presence, feed, grace, logger });
  /** From now on visitors are expected to be here; those the log knows may have gone while nobody looked. */
  const beginGrace = () => {
    isLive = true;
    for (const { roomId, userId } of directory.visitors()) grace.expect(roomId, userId);
  };
  return { broadcast, progress, directory, commands, grace, feed, service, beginGrace };
}

/** Settles when the directory has folded everything that was in the log. */
async function followLog({ directory, progress }: Parts, { nats, log, logger }: Reach & { readonly logger: Logger }) {
  const source = createEventSource<DirectoryEvent>(nats, log);
  const subscription = await source.subscribe({ category: roomCategory, lanes: directoryLanes, after: 0 });
  return startProjection<DirectoryEvent>({
    subscription,
    projection: directory,
    checkpoints: progress,
    // `evolve` is total, so this is a bug; the dead letter stream of issue 4 will keep the event for a repair.
    onPoison: ({ lane, position }, cause) => logger.error('an event could not be folded', { lane, position, cause }),
  });
}

/** Hears what gateways tell. Settles when nothing is missed from now on. */
async function listen({ broadcast, feed }: Parts, logger: Logger): Promise<() => void> {
  const hear = (channel: Channel, onNews: (payload: unknown) => unknown) =>
    broadcast.listen(channel, (payload) => {
      try {
        onNews(payload);
      } catch (cause) {
        logger.warn('news that make no sense', { channel, cause });
      }
    });
  const listeners = await Promise.all([
    hear(channels.reports, (payload) => feed.report(parseReport(payload))),
    hear(channels.leases, (payload) => feed.lease(parseLease(payload))),
  ]);
  return () => listeners.forEach((listener) => listener.close());
}
