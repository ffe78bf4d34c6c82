import { Hub } from '@noroshi/hub';
import type { Nats } from '@noroshi/nats';
import type { Operations } from '@noroshi/service-host';
import type { Settings } from '@noroshi/settings';
import type { Logger } from '@noroshi/telemetry';
import { composeAccess, type Access } from './compose-access.js';
import { composeDashboards } from './compose-dashboards.js';
import { composeDelivery, type Delivery } from './compose-delivery.js';
import { composeLinks, type Links } from './compose-links.js';
import { heedNews } from './compose-news.js';
import { composeMattermost } from './compose-mattermost.js';
import { composeOperators } from './compose-operators.js';
import { composePresence } from './compose-presence.js';
import { composePush } from './compose-push.js';
import { composeRest } from './compose-rest.js';
import { composeSessions, type Sessions } from './compose-sessions.js';
import { composeViews } from './compose-views.js';
import { statesOf, type Dependencies } from './http/health.js';
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
import { Longest } from './watching/longest.js';
import { createApp, listen, publisherOf } from './transport/uws-server.js';

export interface GatewayOptions {
  readonly settings: Settings;
  /** This gateway's name, unique over all hosts. */
  readonly gateway: string;
  /** The built web app. */
  readonly webRoot: string;
  readonly operations: Operations;
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
export async function composeGateway(options: GatewayOptions): Promise<Gateway> {
  const { settings, gateway, webRoot, operations, logger } = options;
  const links = await composeLinks(options);
  const { nats, epoch } = links;
  const app = createApp();
  const hub = new Hub(publisherOf(app));
  const [posting, watchers, longestDelay] = [new Posting(links), new RoomWatchers(), new Longest()];
  const own = { ...options, ...watchingOf(operations), hub, posting, watchers, longestDelay };
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
  const operating = await composeOperators({ ...parts, sessions });
  const health = { isDraining: () => reception.isShut, isUpToDate: () => isUpToDate(nats, access) };
  await mountRoutes(app, {
    ...{ ...parts, webRoot, sessions, connections, mattermost: composeMattermost(parts) },
    rest: composeRest({ ...parts, ...sessions, ...operating.shown, ...health, connections }),
  });
  tellOperators(operations, { ...links, ...health, gateway, hub, views, polls, former: sessions.former });
  const listening = await listen(app, settings);
  const swept = { settings, hub, views, delivery, presenting, sessions };
  const sweeping = setInterval(() => sweep(swept), SWEEP_EVERY_MS);
  lookingOn.begin(operating.holding);
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
      for (const listening of [news, pushing, lookingOn, operating]) listening.close();
      await presenting.close();
      views.close();
      await access.close();
      await nats.drain();
      app.close();
    },
  };
}

const watchingOf = ({ metrics, tracing }: Operations) => ({ metrics, tracing });

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

interface Operated extends Dependencies, Pick<Links, 'bus' | 'deadLetters'> {
  readonly gateway: string;
  readonly hub: Hub;
  readonly views: RoomViews;
  readonly polls: LongPolls;
  readonly former: FormerSessions;
}

function tellOperators(operations: Operations, parts: Operated): void {
  const { gateway, hub, views, polls, former } = parts;
  const { metrics } = operations;
  metrics.gauge('noroshi_gateway_info').set({ gateway }, 1);
  metrics.gauge('noroshi_connections_count', () => hub.size - former.size);
  metrics.gauge('noroshi_waiting_requests_count', () => polls.size);
  metrics.gauge('noroshi_former_sessions_count', () => former.size);
  metrics.gauge('noroshi_rooms_followed_count', () => views.size);
  const gauges = new OperationsGauges({ ...parts, metrics });
  operations.beforeScrape(() => gauges.refresh());
  operations.dependsOn(() => statesOf(parts));
}
