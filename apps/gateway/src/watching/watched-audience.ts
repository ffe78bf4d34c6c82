import type { Metrics, Tracing } from '@noroshi/telemetry';
import type { RoomAudience } from '../rooms/room-view.js';
import type { Longest } from './longest.js';

export interface AudienceWatchers {
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
  /** Milliseconds. */
  readonly longestDelay: Pick<Longest, 'observe'>;
}

/** The same audience, watched: how long events are on their way to it, and as part of which trace. */
export function watchedAudience(
  audience: RoomAudience,
  { metrics, tracing, longestDelay }: AudienceWatchers,
): RoomAudience {
  const delay = metrics.histogram('noroshi_fan_out_delay_seconds');
  const traced = tracing ? tracedHearing(audience, tracing) : audience;
  return {
    onEvent: (recorded, state) => {
      const delayMs = Math.max(0, Date.now() - recorded.recordedAt);
      delay.observe(delayMs / 1000);
      longestDelay.observe(delayMs);
      traced.onEvent(recorded, state);
    },
    onPresence: (news) => audience.onPresence(news),
    onTyping: (roomId, news) => audience.onTyping(roomId, news),
    onSignal: (roomId, news) => audience.onSignal(roomId, news),
  };
}

/** One span for all who are here, however many: one for each would cost more than what it measures. */
const tracedHearing = (audience: RoomAudience, tracing: Tracing): Pick<RoomAudience, 'onEvent'> => ({
  onEvent: (recorded, state) => {
    const { trace, position, recordedAt } = recorded;
    if (trace === undefined) return audience.onEvent(recorded, state);
    const attributes = { 'noroshi.position': position, 'noroshi.delay_ms': Date.now() - recordedAt };
    tracing.follow(trace, { name: 'fan out', kind: 'consumer', attributes }, () => audience.onEvent(recorded, state));
  },
});
