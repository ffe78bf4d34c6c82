import type { Hub } from '@noroshi/hub';
import type { Logger, Metrics, Tracing } from '@noroshi/telemetry';
import type { Links } from './compose-links.js';
import { Audience } from './rooms/audience.js';
import { PoisonWatch } from './rooms/poison-watch.js';
import type { RoomWatchers } from './rooms/room-watchers.js';
import { RoomViews } from './rooms/room-views.js';
import { SentRecords } from './rooms/sent-records.js';
import type { Entrance } from './sessions/entrance.js';
import type { OpenRooms } from './sessions/open-rooms.js';
import type { Longest } from './watching/longest.js';
import { watchedAudience } from './watching/watched-audience.js';

export interface ViewParts extends Pick<Links, 'nats' | 'feed' | 'broadcast' | 'store' | 'epoch' | 'messages'> {
  readonly hub: Hub;
  readonly watchers: RoomWatchers;
  /** Made later: it needs the views. */
  readonly sessions: () => {
    readonly entrance: Pick<Entrance, 'expel' | 'readmit'>;
    readonly openRooms: Pick<OpenRooms, 'heard'>;
  };
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
  readonly longestDelay: Longest;
  readonly logger: Logger;
}

/** The rooms as this gateway follows them, and what tells its people of them. */
export function composeViews(parts: ViewParts): RoomViews {
  const { metrics, logger, sessions, watchers } = parts;
  const poison = new PoisonWatch({ logger, events: metrics.counter('noroshi_poison_events_total') });
  const records = new SentRecords(parts);
  const audience = new Audience({
    ...parts,
    expel: (...who) => sessions().entrance.expel(...who),
    readmit: (...who) => void sessions().entrance.readmit(...who),
    heard: (recorded) => sessions().openRooms.heard(recorded),
  });
  const views = new RoomViews({
    ...parts,
    audience: watchedAudience(watchers.beside(audience), parts),
    records,
    poison,
    onLogRead: logReads(metrics),
  });
  parts.nats.onDisconnect(() => views.interrupted());
  return views;
}

function logReads(metrics: Metrics): () => void {
  const reads = metrics.counter('noroshi_log_reads_total');
  return () => reads.inc();
}
