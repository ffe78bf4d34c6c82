import { channels, type Holding, type ProcessReport } from '@noroshi/domain';
import type { Hub } from '@noroshi/hub';
import { Heartbeat, type Vitals } from '@noroshi/service-host';
import type { Settings } from '@noroshi/settings';
import type { Logger, Metrics } from '@noroshi/telemetry';
import type { Links } from './compose-links.js';
import { DashboardFeed } from './dashboard/dashboard-feed.js';
import { Dashboards } from './dashboard/dashboards.js';
import { WorkMeter } from './dashboard/work-meter.js';
import { SWEEP_EVERY_MS } from './sessions/lifetimes.js';

export interface DashboardParts extends Pick<Links, 'nats' | 'broadcast'> {
  readonly settings: Settings;
  readonly gateway: string;
  readonly hub: Hub;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** What this gateway tells of itself, and what it tells those who watch. Waits for nothing: it is there for lookers-on. */
export function composeDashboards({ nats, broadcast, settings, gateway, hub, metrics, logger }: DashboardParts) {
  const dashboards = new Dashboards({ hub, slowBytes: settings.slowBytes });
  const onEvent: Dashboards['take'] = (event) => dashboards.take(event);
  const feed = new DashboardFeed({ nats, replicas: settings.logReplicas, onEvent, logger });
  const work = new WorkMeter();
  const tell = (vitals: Vitals) => {
    const report: ProcessReport = { ...vitals, work: work.work(), holding: holding() };
    broadcast.publish(channels.reports, report);
  };
  let heartbeat: Heartbeat | undefined;
  let holding = (): Holding => ({ connections: 0, lagging: 0 });
  metrics.gauge('noroshi_dashboards_count', () => dashboards.size);
  const sweeping = setInterval(() => dashboards.sweep(), SWEEP_EVERY_MS);
  return {
    watching: { dashboards, work },
    /** From now on this gateway is told to be up. */
    begin: (held: () => Holding) => {
      holding = held;
      heartbeat = new Heartbeat({ role: 'gateway', name: gateway, tell });
    },
    drain: () => heartbeat?.drain(),
    close: () => {
      clearInterval(sweeping);
      feed.close();
      heartbeat?.end();
    },
  };
}
