import { rollupStoreContract } from '@noroshi/domain/testing';
import { whyNoMongo } from '@noroshi/testing';
import { useMongo } from '../testing/use-mongo.js';
import { MongoRollupStore } from './mongo-rollup-store.js';

const describeMongo = whyNoMongo === undefined ? describe : describe.skip;

describeMongo('rollups in MongoDB', () => {
  const used = useMongo();

  rollupStoreContract(async () => {
    await used.mongo.reach(() => used.mongo.db.collection('rollups').deleteMany({}));
    return new MongoRollupStore(used.mongo);
  });

  it('are there for the next one who looks', async () => {
    const rollup = { roomId: 'lobby', minute: 60_000, messages: 1, activeUsers: 1, joins: 1, peakPresence: 1 };
    await new MongoRollupStore(used.mongo).put([rollup]);
    const next = new MongoRollupStore(used.mongo);
    expect(await next.range({ roomId: 'lobby', from: -Infinity, to: Infinity, limit: 9 })).toEqual([rollup]);
  });

  it('takes what two write at once', async () => {
    const rollup = { roomId: 'hall', minute: 60_000, messages: 1, activeUsers: 1, joins: 1, peakPresence: 1 };
    const stores = Array.from({ length: 8 }, () => new MongoRollupStore(used.mongo));
    const writing = stores.map((store, messages) => store.put([{ ...rollup, messages }]));
    const settled = await Promise.allSettled(writing);
    for (const each of settled)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ name: 'MongoUnavailable' });
    await stores[0]?.put([{ ...rollup, messages: 7 }]);
    const kept = await stores[0]?.range({ roomId: 'hall', from: 0, to: Infinity, limit: 9 });
    expect(kept).toEqual([{ ...rollup, messages: 7 }]);
  });
});
