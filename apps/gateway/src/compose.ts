import { Hub } from '@noroshi/hub';
import type { Nats } from '@noroshi/nats';
import type { Settings } from '@noroshi/settings';
import { createMetrics, type Logger, type Metrics } from '@noroshi/telemetry';
import { composeAccess, type Access } from './compose-access.js';
import { composeDashboards } from './compose-dashboards.js';
import { composeDelivery, type Delivery } from './compose-delivery.js';
import { composeLinks } from './compose-links.js';
import { heedNews } from './compose-news.js';
import { composeMattermost } from './compose-mattermost.js';
import { composePresence } from './compose-presence.js';
import { composePush } from './compose-push.js';
import { composeRest } from './compose-rest.js';
import { composeSessions, type Sessions } from './compose-sessions.js';
import { composeViews } from './compose-views.js';
import { mountRoutes } from './mount-routes.js';
import { OperationsGauges } from './operations-gauges.js';
import { gatewayMark } from './push/connection-id.js';
import { Posting } from './rooms/posting.js';
import { RoomWatchers } from './rooms/room-watchers.js';
import type { RoomViews } from './rooms/room-views.js';
import { drainGateway } from './sessions/drain.js';
import { sweepSessions, SWEEP_EVERY_MS } from './sessions/lifetimes.js';
import type { FormerSessions } from './sessions/former-sessions.js';
import type { LongPolls } from './sessions/long-polls.js';
import { createApp, listen, publisherOf } from './transport/uws-server.js';

export interface GatewayOptions {
  readonly settings: Settings;
  /** This gateway's name, unique over all hosts. */
  readonly gateway: string;
  /** The built web app. */
  readonly webRoot: string;
  readonly logger: Logger;
}

export interface Gateway {
  readonly port: number;
  readonly over: Promise<string>;
  readonly drainTimeoutMs: number;
  drain(): Promise<void>;
}

/** What is in hand when the last client is sent away, and the connection to NATS. */
const DRAIN_MARGIN_MS = 10_000;
const drainTimeoutOf = ({ drainTime }: Settings): number => drainTime * 1000 + DRAIN_MARGIN_MS;

/** Everything a gateway is made of; the only place that makes it. */
export async function composeGateway({ settings, gateway, webRoot, logger }: GatewayOptions): Promise<Gateway> {
  const links = await composeLinks({ settings, gateway, logger });
  const { nats, epoch } = links;
  const [metrics, app] = [createMetrics(), createApp()];
  const hub = new Hub(publisherOf(app));
  const own = { settings, hub, metrics, logger, posting: new Posting(links), watchers: new RoomWatchers() };
  const { presence, ...presenting } = await composePresence({ ...links, ...own, gateway });
  const views: RoomViews = composeViews({ ...links, ...own, sessions: () => sessions });
  const access = await composeAccess({ ...links, ...own });
  const delivery = composeDelivery({ ...own, views, epoch });
  const { watching, ...lookingOn } = composeDashboards({ ...links, ...own, gateway });
  const parts = { ...links, ...access, ...own, ...watching, views, presence, delivery, mark: gatewayMark(gateway) };
  const sessions = composeSessions(parts);
  const { connections, ...pushing } = await composePush({ ...links, ...own, gateway });
  const { reception, polls } = sessions;
  const news = await heedNews({ ...links, hub, sessions });
  measure(metrics, { gateway, hub, views, polls, nats, former: sessions.former });
  const health = { isDraining: () => reception.isShut, isUpToDate: () => isUpToDate(nats, access) };
  await mountRoutes(app, {
    ...{ ...parts, webRoot, sessions, connections, mattermost: composeMattermost(parts) },
    rest: composeRest({ ...parts, ...sessions, ...health }),
    gauges: new OperationsGauges({ ...links, metrics }),
  });
  const listening = await listen(app, settings);
  const swept = { settings, hub, views, delivery, presenting, sessions };
  const sweeping = setInterval(() => sweep(swept), SWEEP_EVERY_MS);
  lookingOn.begin();
  logger.info('listening', { host: settings.host, port: listening.port });
  return {
    ...{ port: listening.port, over: links.watch.replaced, drainTimeoutMs: drainTimeoutOf(settings) },
    drain: async () => {
      links.watch.close();
      reception.shut();
      lookingOn.drain();
      polls.end();
      listening.stopAccepting();
      await drainGateway(hub, settings.drainTime * 1000);
      delivery.slowReaders.close();
      clearInterval(sweeping);
      for (const listening of [news, pushing, lookingOn]) listening.close();
      await presenting.close();
      views.close();
      await access.close();
      await nats.drain();
      app.close();
    },
  };
}

interface Swept {
  readonly settings: Settings;
  readonly hub: Hub;
  readonly views: RoomViews;
  readonly delivery: Delivery;
  readonly presenting: { sweep(): void };
  readonly sessions: Sessions;
}

/** One timer for whatever is looked at once a second. */
function sweep({ settings, hub, views, delivery, presenting, sessions }: Swept): void {
  const now = Date.now();
  sweepSessions(hub, settings);
  presenting.sweep();
  delivery.slowReaders.look(hub.sessions());
  sessions.eventStreams.keepAlive(now);
  sessions.former.sweep(now);
  views.sweep(now);
}

/** The log answers, and no revocation that it holds is unknown here. */
const isUpToDate = async (nats: Nats, access: Access): Promise<boolean> =>
  nats.isConnected() && access.isCurrent() && (await nats.answers());

interface Measured {
  readonly gateway: string;
  readonly hub: Hub;
  readonly views: RoomViews;
  readonly polls: LongPolls;
  readonly nats: Nats;
  readonly former: FormerSessions;
}

function measure(metrics: Metrics, { gateway, hub, views, polls, nats, former }: Measured) {
  const info = { name: 'noroshi_gateway_info', help: 'Which gateway says this: several share a port' } as const;
  metrics.gauge({ ...info, labels: ['gateway'] }).set({ gateway }, 1);
  const open = { name: 'noroshi_connections_count', help: 'Open sockets and event streams' } as const;
  metrics.gauge({ ...open, read: () => hub.size - former.size });
  metrics.gauge({
    name: 'noroshi_waiting_requests_count',
    help: 'Requests for events that wait for some',
    read: () => polls.size,
  });
  metrics.gauge({
    name: 'noroshi_former_sessions_count',
    help: 'Sessions without a socket that wait for their clients',
    read: () => former.size,
  });
  metrics.gauge({
    name: 'noroshi_rooms_followed_count',
    help: 'Rooms followed by this gateway',
    read: () => views.size,
  });
  metrics.gauge({
    name: 'noroshi_nats_up_count',
    help: '1 while connected to NATS',
    read: () => Number(nats.isConnected()),
  });
}
