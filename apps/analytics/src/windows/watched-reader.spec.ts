import { roomLane } from '@noroshi/domain';
import { Operations } from '@noroshi/service-host';
import { createLogger } from '@noroshi/telemetry';
import { watchedReader } from './watched-reader.js';

const recorded = (position: number) => ({
  event: { type: 'RoomRenamed' as const, name: 'Pier', by: 'ann' },
  ...{ lane: roomLane('harbour', 'control'), position, recordedAt: 0 },
});
const placed = (position: number) => ({
  ...{ recorded: recorded(position), epoch: 'e', place: String(position), isBeginning: false },
});

describe('a reader that is watched', () => {
  it('reads as before, and what it has dealt with is counted', async () => {
    const { consumers, metrics } = new Operations({ logger: createLogger({ name: 'test', level: 'silent' }) });
    const part = { name: 'all', owns: () => true };
    const told: string[] = [];
    const reader = watchedReader(
      {
        begin: ({ name }) => void told.push(`begin ${name}`),
        take: (_, events) => Promise.resolve(events.at(-1)?.place),
        end: ({ name }) => void told.push(`end ${name}`),
      },
      consumers.watch('room-windows'),
    );
    reader.begin(part);
    expect(await reader.take(part, [placed(4), placed(7)])).toBe('7');
    reader.end(part);
    expect(told).toEqual(['begin all', 'end all']);
    const text = await metrics.text();
    expect(text).toContain('noroshi_consumer_events_total{consumer="room-windows",outcome="done"} 2');
    expect(text).toContain('noroshi_consumer_position{consumer="room-windows"} 7');
  });

  it('passes on that it could not', async () => {
    const { consumers } = new Operations({ logger: createLogger({ name: 'test', level: 'silent' }) });
    const reader = watchedReader(
      { begin: () => undefined, take: () => Promise.reject(new Error('away')), end: () => undefined },
      consumers.watch('room-windows'),
    );
    await expect(reader.take({ name: 'all', owns: () => true }, [placed(1)])).rejects.toThrow('away');
  });
});
