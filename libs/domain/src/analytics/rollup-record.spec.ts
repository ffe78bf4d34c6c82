import { rollupRecordOf } from './rollup-record.js';

const rollup = {
  ...{ roomId: 'Räum %/~', minute: 1_700_000_040_000, messages: 3, activeUsers: 2, joins: 1, peakPresence: 4 },
};

describe('a rollup on the topic', () => {
  it('is a record of its room, with everything it says', () => {
    const { key, value, headers, timestamp } = rollupRecordOf(rollup);
    expect([key, timestamp]).toEqual(['Räum %/~', rollup.minute]);
    expect(JSON.parse(value)).toEqual(rollup);
    expect(headers).toEqual({
      ce_specversion: '1.0',
      ce_id: 'rollup_1700000040000_3.2.1.4_R%C3%A4um%20%25%2F~',
      ce_source: '/noroshi/rollups',
      ce_type: 'noroshi.rollups.RoomMinute.v1',
      ce_time: '2023-11-14T22:15:00.000Z',
      ce_subject: 'rollups/R%C3%A4um%20%25%2F~',
      'content-type': 'application/json',
    });
  });

  it('has the same id when it is told again, and another when it says more', () => {
    const idOf = (more: Partial<typeof rollup>) => rollupRecordOf({ ...rollup, ...more }).headers['ce_id'];
    expect(idOf({})).toBe(idOf({}));
    const others = [
      { messages: 4 },
      { activeUsers: 3 },
      { joins: 2 },
      { peakPresence: 5 },
      { minute: 0 },
      { roomId: 'a' },
    ];
    expect(new Set([{}, ...others].map(idOf)).size).toBe(7);
  });
});
