import { roomLane, type TalkEvent } from '@noroshi/domain';
import { eventually } from '@noroshi/testing';
import { MongoMessageHistory } from './messages/mongo-message-history.js';
import { useMongo } from './testing/use-mongo.js';

/** What the stand-in does not do: `npm test` says aloud when this is left out. */
const describeReal = process.env['MONGO_URL_FOR_TESTS'] ? describe : describe.skip;

/** A server looks for what is too old once a minute. */
const REMOVED_WITHIN_MS = 150_000;

describeReal('a real MongoDB', () => {
  const used = useMongo();
  const now = Date.now();
  const said = (position: number, content: string, { roomId = 'lobby', at = now } = {}) => ({
    event: {
      ...{ type: 'MessagePosted' as const, by: { id: 'bob', name: 'Bob', guest: false }, content, messageType: 'text' },
    } satisfies TalkEvent,
    ...{ lane: roomLane(roomId, 'talk'), position, recordedAt: at },
  });
  const create = async (daysIn: (roomId: string) => number = () => 0) => {
    const hasText: boolean[] = [];
    const history = new MongoMessageHistory({ mongo: used.mongo, daysIn, onSearch: (has) => hasText.push(has) });
    const name = used.fresh();
    await history.open(name);
    return { history, hasText, collection: used.mongo.db.collection(name) };
  };

  it('finds whole words by its text index, whatever their case, in the rooms that are named', async () => {
    const { history, hasText } = await create();
    expect(hasText).toEqual([true]);
    await history.write([
      said(1, 'The Fire on the hill'),
      said(2, 'a fireside'),
      said(3, 'fire elsewhere', { roomId: 'attic' }),
      said(4, 'the running fires'),
    ]);
    const found = async (text: string, ...roomIds: string[]) =>
      (await history.search({ roomIds, text, limit: 9 })).items.map(({ position }) => position);
    expect(await found('fire', 'lobby')).toEqual([1]);
    expect(await found('the fire', 'lobby', 'attic')).toEqual([1]);
    expect(await found('FIRE', 'lobby', 'attic')).toEqual([1, 3]);
    expect(await found('the', 'lobby')).toEqual([1, 4]);
  });

  it('removes what is older than its room says, and nothing else', async () => {
    const { history, collection } = await create((roomId) => (roomId === 'audit' ? 0 : 30));
    const old = now - 31 * 86_400_000;
    await history.write([said(1, 'old', { at: old }), said(2, 'new'), said(3, 'old', { roomId: 'audit', at: old })]);
    await eventually(async () => (await collection.countDocuments({ position: 1 })) === 0, {
      ...{ reason: 'the old message is removed', timeoutMs: REMOVED_WITHIN_MS - 10_000 },
    });
    expect((await collection.find().toArray()).map((document) => document['position'] as number).sort()).toEqual([
      2, 3,
    ]);
  });

  it('reads a page by its index', async () => {
    const { collection } = await create();
    const plan = await collection
      .find({ roomId: 'lobby', position: { $lt: 9 } })
      .sort({ position: -1 })
      .explain();
    expect(JSON.stringify(plan)).toContain('"IXSCAN"');
  });
});
