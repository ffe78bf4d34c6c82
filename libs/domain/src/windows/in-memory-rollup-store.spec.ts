import { rollupStoreContract } from '../testing/rollup-store-contract.js';
import { InMemoryRollupStore } from './in-memory-rollup-store.js';

describe('rollups in memory', () => {
  rollupStoreContract(() => new InMemoryRollupStore());

  it('forgets the oldest when there are too many', async () => {
    const store = new InMemoryRollupStore({ most: 2 });
    const rollup = (minute: number) => ({
      ...{ roomId: 'lobby', minute, messages: 1, activeUsers: 1, joins: 0, peakPresence: 1 },
    });
    await store.put([rollup(0), rollup(60_000)]);
    await store.put([rollup(120_000)]);
    const kept = await store.range({ roomId: 'lobby', from: 0, to: 999_999, limit: 9 });
    expect(kept.map(({ minute }) => minute)).toEqual([60_000, 120_000]);
  });
});
