import pLimit from 'p-limit';
import type { Hub } from '@noroshi/hub';
import type { Settings } from '@noroshi/settings';
import type { Logger, Metrics } from '@noroshi/telemetry';
import type { RoomViews } from './rooms/room-views.js';
import { CatchUp } from './sessions/catch-up.js';
import { Patience } from './sessions/patience.js';
import { SlowReaders } from './sessions/slow-readers.js';

export interface DeliveryParts {
  readonly settings: Settings;
  readonly hub: Hub;
  readonly views: RoomViews;
  readonly epoch: string;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

export interface Delivery {
  readonly patience: Patience;
  readonly catchUp: CatchUp;
  readonly slowReaders: SlowReaders;
}

/** What sees to it that nobody misses anything and nobody's slowness costs others. */
export function composeDelivery({ settings, hub, views, epoch, metrics, logger }: DeliveryParts): Delivery {
  const closed = metrics.counter('noroshi_slow_disconnects_total');
  const replayed = metrics.counter('noroshi_lag_replays_total');
  const patience = new Patience({ limitMs: settings.slowTime * 1000, gaveUp: () => closed.inc() });
  const catchUp = new CatchUp({ hub, rooms: views, epoch, turns: pLimit(settings.replaysAtOnce), patience });
  const { slowBytes } = settings;
  const slowReaders = new SlowReaders({
    ...{ hub, rooms: views, catchUp, patience, slowBytes, logger },
    replayed: () => replayed.inc(),
  });
  slowReaders.start();
  metrics.gauge('noroshi_lagging_connections_count', () => slowReaders.count);
  return { patience, catchUp, slowReaders };
}
