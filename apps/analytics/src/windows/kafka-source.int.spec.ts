import { randomUUID } from 'node:crypto';
import { eventually, startKafkaBroker, whyNoKafka, type KafkaBroker } from '@noroshi/testing';
import { analyticsSourceContract, Diary, posted } from '../testing/analytics-source-contract.js';
import { topicScene, type TopicScene } from '../testing/topic-scene.js';
import { aHistory, counting, keptOf } from '../testing/counting.js';

(whyNoKafka() === undefined ? describe : describe.skip)('the topic as what is counted', () => {
  let broker: KafkaBroker;
  let scene: TopicScene;
  beforeAll(async () => {
    broker = await startKafkaBroker();
  });
  afterAll(() => broker.stop());
  beforeEach(async () => {
    scene = await topicScene(broker.brokers);
  });
  afterEach(() => scene.close());

  analyticsSourceContract(() => {
    const group = randomUUID();
    return Promise.resolve({ source: () => scene.source(group), tell: scene.tell });
  });

  it('passes over what is no event of ours, and tells why', async () => {
    const diary = new Diary();
    const junk = { key: 'lobby', value: 'no JSON', headers: {} };
    await scene.tell([{ roomId: 'lobby', event: posted('a') }]);
    await scene.write([junk]);
    await scene.tell([
      { roomId: 'lobby', event: { type: 'MessagePosted' } as never },
      { roomId: 'lobby', event: posted('b') },
    ]);
    const reading = await scene.source(randomUUID()).read(diary);
    await diary.has('a', 'b');
    await reading.close();
    expect(diary.contents()).toEqual(['a', 'b']);
    expect(scene.foreign).toHaveLength(2);
  });

  describe('two that count', () => {
    const all: Awaited<ReturnType<typeof counting>>[] = [];
    const count = async (group: string, options?: Parameters<typeof counting>[1]) => {
      const begun = await counting(scene.source(group), options);
      all.push(begun);
      return begun;
    };
    afterEach(async () => {
      await Promise.all(all.splice(0).map((each) => each.close()));
    });

    it('find what one alone finds, when the second comes and goes in the middle of a minute', async () => {
      const history = aHistory();
      const [group, single] = [randomUUID(), randomUUID()];
      const third = Math.floor(history.length / 3);
      await scene.tell(history.slice(0, third));
      const first = await count(group);
      await first.has(third);
      const second = await count(group, { before: first });
      await scene.tell(history.slice(third, 2 * third));
      await first.has(2 * third);
      await eventually(() => second.parts().length > 0, { reason: 'the second one has its share' });
      expect(first.parts()).not.toEqual([]);
      await second.close();
      await scene.tell(history.slice(2 * third));
      await first.has(history.length);
      const alone = await count(single);
      await alone.has(history.length);
      expect(first.recent()).toEqual(alone.recent());
      await Promise.all([first.finish(), alone.finish()]);
      const kept = await keptOf(alone);
      expect(kept.length).toBeGreaterThan(100);
      expect(await keptOf(first)).toEqual(kept);
    });

    it('find it also when one is killed and begun anew', async () => {
      const history = aHistory();
      const [group, single] = [randomUUID(), randomUUID()];
      await scene.tell(history.slice(0, 500));
      const first = await count(group, { mostWrites: 3 });
      await first.has(500);
      // What it has counted, and not written since the database was away, is gone with it.
      await first.close();
      await scene.tell(history.slice(500));
      const again = await count(group, { before: first });
      await again.has(history.length);
      await again.finish();
      const alone = await count(single);
      await alone.has(history.length);
      await alone.finish();
      expect(await keptOf(again)).toEqual(await keptOf(alone));
    });
  });
});
