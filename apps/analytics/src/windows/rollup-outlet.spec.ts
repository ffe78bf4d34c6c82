import type { Rollup, RoomMinute } from '@noroshi/domain';
import { Outage } from '@noroshi/event-sourcing';
import { eventually } from '@noroshi/testing';
import { RollupOutlet } from './rollup-outlet.js';

const figures = (minute: number, roomId = 'lobby'): RoomMinute => ({
  ...{ roomId, minute, messages: 1, activeUsers: 1, joins: 0 },
});

function scene() {
  const told: Rollup[][] = [];
  const said: string[] = [];
  const away = { database: false, presence: false };
  const put = (rollups: readonly Rollup[]) => {
    if (away.database) return Promise.reject(new Outage('the database is away'));
    told.push([...rollups]);
    return Promise.resolve();
  };
  let wrote = 0;
  const outlet = new RollupOutlet({
    meter: { wrote: (rollups) => (wrote += rollups) },
    sinks: [{ put }],
    presence: () => (away.presence ? Promise.reject(new Outage('the log is away')) : Promise.resolve()),
    peak: (_, minute) => minute + 1,
    onWaiting: (cause) => said.push((cause as Error).message),
  });
  const isWritten = (part: string) =>
    eventually(() => outlet.writtenBefore(part) === Infinity, { reason: `${part} is written` });
  return { told, said, away, outlet, isWritten, wrote: () => wrote };
}

describe('rollups on their way out', () => {
  it('are written with how many people were there, in the order of the calls', async () => {
    const { told, outlet, isWritten } = scene();
    outlet.put('0', [figures(5), figures(6)]);
    outlet.put('1', []);
    outlet.put('1', [figures(7)]);
    await Promise.all([isWritten('0'), isWritten('1')]);
    expect(told.flat().map(({ minute, peakPresence }) => [minute, peakPresence])).toEqual([
      [5, 6],
      [6, 7],
      [7, 8],
    ]);
  });

  it('are not done as long as the database is away, or it is not known who was there', async () => {
    for (const what of ['database', 'presence'] as const) {
      const { told, said, away, outlet, isWritten } = scene();
      away[what] = true;
      outlet.put('0', [figures(5), figures(4)]);
      outlet.put('1', [figures(9)]);
      await eventually(() => said.length > 0, { reason: 'it is told that something is away' });
      expect([outlet.writtenBefore('0'), outlet.writtenBefore('1'), outlet.writtenBefore('2')]).toEqual([
        4,
        9,
        Infinity,
      ]);
      away[what] = false;
      await Promise.all([isWritten('0'), isWritten('1')]);
      expect(told.flat()).toHaveLength(3);
      expect(said).toHaveLength(1);
    }
  });

  it('let those who count wait when too many wait, and not before', async () => {
    const { away, outlet, isWritten, wrote } = scene();
    away.database = true;
    const many = Array.from({ length: 10_000 }, (_, index) => figures(index));
    for (let each = 0; each < 3; each += 1) outlet.put('0', many);
    expect(() => outlet.assertRoom()).not.toThrow();
    outlet.put('0', [figures(1)]);
    expect(() => outlet.assertRoom()).toThrow(Outage);
    expect([outlet.waiting, wrote()]).toEqual([30_001, 0]);
    away.database = false;
    await isWritten('0');
    expect(() => outlet.assertRoom()).not.toThrow();
    expect([outlet.waiting, wrote()]).toEqual([0, 30_001]);
  });

  it('wait for nothing any more when it is closed', async () => {
    const { told, away, outlet, wrote } = scene();
    away.database = true;
    outlet.put('0', [figures(5)]);
    await outlet.close();
    expect(told).toEqual([]);
    expect(outlet.writtenBefore('0')).toBe(5);
    expect([outlet.waiting, wrote()]).toEqual([1, 0]);
  });
});
