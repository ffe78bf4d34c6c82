import { MINUTE_MS } from '../windows/minute.js';
import type { Rollup } from '../windows/rollup.js';
import type { RollupStore } from '../windows/rollup-store.js';

const START = 1_700_000_040_000;
const rollup = (index: number, more: Partial<Rollup> = {}): Rollup => ({
  ...{ roomId: 'lobby', minute: START + index * MINUTE_MS, messages: index, activeUsers: 1, joins: 0, peakPresence: 2 },
  ...more,
});

/** What every `RollupStore` keeps. `create` gives an empty one. */
export function rollupStoreContract(create: () => RollupStore | Promise<RollupStore>): void {
  let store: RollupStore;
  const range = (from: number, to: number, { roomId = 'lobby', limit = 100 } = {}) =>
    store.range({ roomId, from: START + from * MINUTE_MS, to: START + to * MINUTE_MS, limit });

  beforeEach(async () => {
    store = await create();
  });

  it('gives the minutes of one room, oldest first', async () => {
    await store.put([rollup(2), rollup(0), rollup(1, { roomId: 'Räum %/~' })]);
    await store.put([rollup(1)]);
    expect(await range(0, 9)).toEqual([rollup(0), rollup(1), rollup(2)]);
    expect(await range(0, 9, { roomId: 'Räum %/~' })).toEqual([rollup(1, { roomId: 'Räum %/~' })]);
    expect(await range(0, 9, { roomId: 'nowhere' })).toEqual([]);
  });

  it('gives what began within the range, its end excluded, and no more than is asked for', async () => {
    await store.put([0, 1, 2, 3].map((index) => rollup(index)));
    expect(await range(1, 3)).toEqual([rollup(1), rollup(2)]);
    expect(await range(0, 9, { limit: 2 })).toEqual([rollup(0), rollup(1)]);
    expect(await range(4, 9)).toEqual([]);
  });

  it('keeps one of each minute, however often it is put', async () => {
    await store.put([rollup(1), rollup(1)]);
    await store.put([rollup(1)]);
    expect(await range(0, 9)).toEqual([rollup(1)]);
  });

  it('keeps the larger of each figure, in whatever order they come', async () => {
    await store.put([rollup(1, { messages: 7, joins: 0 })]);
    await store.put([rollup(1, { messages: 3, joins: 2 }), rollup(2)]);
    expect(await range(0, 9)).toEqual([rollup(1, { messages: 7, joins: 2 }), rollup(2)]);
  });

  it('takes nothing', async () => {
    await store.put([]);
    expect(await range(0, 9)).toEqual([]);
  });

  it('takes many at once', async () => {
    const many = Array.from({ length: 3_000 }, (_, index) => rollup(index % 10, { roomId: `room ${index}` }));
    await store.put(many);
    expect(await range(0, 10, { roomId: 'room 2999' })).toEqual([many.at(-1)]);
  });
}
