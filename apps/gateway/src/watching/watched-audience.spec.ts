import { roomDecider, roomLane, type RoomEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import { createMetrics } from '@noroshi/telemetry';
import { Longest } from './longest.js';
import { watchedAudience } from './watched-audience.js';

const silent = { onEvent: () => undefined, onPresence: () => undefined, onTyping: () => undefined };

describe('an audience that is watched', () => {
  it('hears everything, and how long each event was on its way is measured once', async () => {
    const metrics = createMetrics();
    const heard: number[] = [];
    const audience = {
      ...silent,
      onSignal: () => undefined,
      onEvent: (event: RecordedEvent) => heard.push(event.position),
    };
    const longestDelay = new Longest();
    const watched = watchedAudience(audience, { metrics, tracing: undefined, longestDelay });
    const event: RoomEvent = { type: 'RoomRenamed', name: 'Pier', by: 'ann' };
    const lane = roomLane('harbour', 'control');
    for (const [position, age] of [
      [1, 0],
      [2, 2_000],
      [3, -5_000],
    ] as const)
      watched.onEvent({ event, lane, position, recordedAt: Date.now() - age }, roomDecider.initialState);
    expect(heard).toEqual([1, 2, 3]);
    const text = await metrics.text();
    expect(text).toContain('noroshi_fan_out_delay_seconds_count 3');
    expect(text).toContain('noroshi_fan_out_delay_seconds_bucket{le="1"} 2');
    expect(longestDelay.take()).toBeGreaterThanOrEqual(2_000);
    expect(longestDelay.take()).toBeUndefined();
  });
});
