import { placeRoomEvent, sessionLane, type RoomEvent, type SessionEvent, type TalkEvent } from '@noroshi/domain';
import { readModelAddress, type ReplayOutcome } from '@noroshi/event-sourcing';
import { connectNats, createCommandBus, createDeadLetters, createEventStore, ensureStreams } from '@noroshi/nats';
import type { Service } from '@noroshi/service-host';
import { createLogger } from '@noroshi/telemetry';
import { startNatsServer } from '@noroshi/testing';
import { composeRouter } from '../compose.js';
import type { RouteTarget, Rule, WebhookRoute } from '../routes/routes.js';

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** A target on this host that is impatient enough for a test. */
export const webhook = (name: string, url: string, more: Partial<WebhookRoute> = {}): WebhookRoute => ({
  ...{ type: 'webhook', name, url, secret: SECRET, timeoutMs: 5_000, allowPrivate: true },
  ...{ from: 'now', maxTries: 3, retryMs: 10, rules: [everything] },
  ...more,
});

const everything: Rule = { where: {} };

/** The composed service on a real nats-server, once it was given its targets, and somebody who makes things happen. */
export async function runRouter() {
  const server = await startNatsServer();
  const logger = createLogger({ name: 'router', level: 'silent' });
  const nats = await connectNats({ url: server.url, name: 'a test' });
  const logs = await ensureStreams(nats);
  const bus = createCommandBus(nats);
  const rooms = createEventStore<RoomEvent>(nats, logs.rooms);
  const sessions = createEventStore<SessionEvent>(nats, logs.sessions);
  let service: Service | undefined;
  const stopService = async () => {
    await service?.drain();
    service = undefined;
  };
  const happens = async (roomId: string, event: RoomEvent): Promise<number> => {
    const result = await rooms.append(placeRoomEvent(roomId)(event).lane, event);
    if (!result.stored) throw new Error('not stored');
    return result.position;
  };
  return {
    ...{ server, nats, rooms, happens, stopService },
    deadLetters: await createDeadLetters(nats),
    /** Starts it, or starts it anew with other targets. */
    route: async (...targets: readonly RouteTarget[]) => {
      await stopService();
      const streams = { logReplicas: 1, logMaxBytes: 0 };
      service = await composeRouter({ natsUrl: server.url, ...streams, routes: { targets }, logger });
    },
    say: (roomId: string, content: string) => happens(roomId, posted(content)),
    tell: async (gateway: string, ...events: readonly SessionEvent[]) => {
      for (const event of events) await sessions.append(sessionLane(gateway), event);
    },
    replay: (consumer: string, id: string) =>
      bus.request(readModelAddress(consumer, 'replay'), { id }) as Promise<ReplayOutcome>,
    stop: async () => {
      await stopService();
      await nats.drain();
      await server.stop();
    },
  };
}

const posted = (content: string): TalkEvent => ({
  type: 'MessagePosted',
  by: { id: 'ann', name: 'Ann', guest: false },
  content,
  messageType: 'text',
});
