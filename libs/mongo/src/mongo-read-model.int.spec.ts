import { jest } from '@jest/globals';
import { roomLane, type TalkEvent } from '@noroshi/domain';
import { InMemoryDeadLetters, InMemoryEventLog, ReadModelKeeper, type Position } from '@noroshi/event-sourcing';
import { createLogger, type Tracing } from '@noroshi/telemetry';
import { eventually, whyNoMongo } from '@noroshi/testing';
import { connectMongo } from './connect.js';
import { EditionReplaced, Editions } from './editions.js';
import { MongoMessageHistory } from './messages/mongo-message-history.js';
import { MongoReadModel } from './mongo-read-model.js';
import { useMongo } from './testing/use-mongo.js';

const describeMongo = whyNoMongo === undefined ? describe : describe.skip;

describeMongo('a read model in MongoDB', () => {
  const used = useMongo();
  const lane = roomLane('lobby', 'talk');
  const posted = (content: string): TalkEvent => ({
    ...{ type: 'MessagePosted', by: { id: 'bob', name: 'Bob', guest: false }, content, messageType: 'text' },
  });

  const scene = async (...contents: string[]) => {
    const name = used.fresh();
    const warnings: string[] = [];
    let log = new InMemoryEventLog<TalkEvent>({ epoch: 'one' });
    const say = async (...more: string[]) => {
      for (const content of more) await log.append(lane, posted(content));
    };
    await say(...contents);
    const create = () => new MongoMessageHistory({ mongo: used.mongo, daysIn: () => 0 });
    /** One life of a process. */
    const live = async () => {
      const history = create();
      const written: Position[] = [];
      const write = jest.spyOn(history, 'write').mockImplementation(async (batch) => {
        written.push(...batch.map(({ position }) => position));
        await MongoMessageHistory.prototype.write.call(history, batch);
      });
      const model = new MongoReadModel<TalkEvent, MongoMessageHistory>({
        ...{ mongo: used.mongo, name, content: history, another: create },
        log: { epoch: log.epoch, end: () => log.lastPosition(lane) },
        read: () => log.read([lane]),
        logger: { warn: (message) => void warnings.push(message) },
      });
      const keeper = await ReadModelKeeper.start<TalkEvent>({
        ...{
          model,
          source: log,
          store: log,
          category: 'room',
          lanes: ['talk'],
          deadLetters: new InMemoryDeadLetters(),
        },
        news: { onWaiting: () => undefined, onBuried: () => undefined, onRebuilt: () => undefined },
      });
      const shown = async () => {
        const end = await log.lastPosition(lane);
        await eventually(() => keeper.progress.reaches(end), { reason: 'it has caught up' });
        return (await history.page({ roomId: 'lobby', limit: 100 })).items.map(({ content }) => content);
      };
      const stop = async () => {
        await keeper.stop();
        await model.close();
        write.mockRestore();
      };
      return { keeper, shown, written, stop };
    };
    return {
      ...{ name, say, live, warnings },
      anotherLog: async (epoch: string, ...others: string[]) => {
        log = new InMemoryEventLog<TalkEvent>({ epoch });
        await say(...others);
      },
    };
  };
  const collections = async (name: string) =>
    (await used.mongo.db.listCollections().toArray())
      .map((each) => each.name)
      .filter((each) => each.startsWith(`${name}_`));

  it('goes on where it was', async () => {
    const { live, say } = await scene('a', 'b');
    const first = await live();
    expect(await first.shown()).toEqual(['a', 'b']);
    await first.stop();
    await say('c');
    const second = await live();
    expect(await second.shown()).toEqual(['a', 'b', 'c']);
    expect([first.written, second.written]).toEqual([[1, 2], [3]]);
    await second.stop();
  });

  it('begins anew with another log, and leaves what it has of the former one', async () => {
    const { name, live, anotherLog, warnings } = await scene('of the former log');
    const first = await live();
    await first.shown();
    await first.stop();
    await anotherLog('two', 'of this log');
    const second = await live();
    expect(await second.shown()).toEqual(['of this log']);
    await second.stop();
    expect(await collections(name)).toHaveLength(2);
    expect(warnings).toEqual([expect.stringContaining('of another log')]);
  });

  it('begins anew when it is ahead of the log, which has lost its end', async () => {
    const { live, anotherLog } = await scene('a', 'b', 'c');
    const first = await live();
    await first.shown();
    await first.stop();
    await anotherLog('one', 'A');
    const second = await live();
    expect(await second.shown()).toEqual(['A']);
    await second.stop();
  });

  it('is built anew beside, from the beginning, and goes on there after a new start', async () => {
    const { name, live, say } = await scene('a', 'b');
    const first = await live();
    await first.shown();
    await used.mongo.db.collection((await collections(name))[0] ?? '').deleteMany({});
    expect(await first.shown()).toEqual([]);
    await first.keeper.rebuild();
    expect(await first.shown()).toEqual(['a', 'b']);
    await say('c');
    expect(await first.shown()).toEqual(['a', 'b', 'c']);
    await first.stop();
    const second = await live();
    expect(await second.shown()).toEqual(['a', 'b', 'c']);
    await second.stop();
    // The start has removed what was replaced.
    expect(await collections(name)).toHaveLength(1);
  });

  describe('which collection answers', () => {
    const log = { epoch: 'one', end: () => Promise.resolve(100) };

    it('is agreed upon by all who begin at once', async () => {
      const name = used.fresh();
      const opened = await Promise.all(Array.from({ length: 5 }, () => new Editions(used.mongo, name).open(log)));
      expect(new Set(opened.map((edition) => edition.name)).size).toBe(1);
    });

    it('is known to those who write to another one, as soon as they save how far they have come', async () => {
      const editions = new Editions(used.mongo, used.fresh());
      const mine = await editions.open(log);
      await editions.save(mine, 7);
      const other = { name: editions.another('one'), checkpoint: 9 };
      await editions.publish(other, mine.name);
      await editions.publish(other, mine.name);
      await expect(editions.save(mine, 8)).rejects.toThrow(EditionReplaced);
      expect(await editions.open(log)).toEqual(other);
      await expect(editions.publish({ name: editions.another('one'), checkpoint: 9 }, mine.name)).rejects.toThrow(
        EditionReplaced,
      );
    });

    it('never goes back by itself, and whoever finds that it has starts over', async () => {
      const name = used.fresh();
      const editions = new Editions(used.mongo, name);
      const edition = await editions.open(log);
      await editions.save(edition, 7);
      await editions.save(edition, 3);
      expect(await editions.open(log)).toMatchObject({ checkpoint: 7 });
      // As when an older backup is restored.
      await used.mongo.db
        .collection<{ _id: string }>('read_models')
        .updateOne({ _id: name }, { $set: { checkpoint: 2 } });
      await expect(editions.save({ ...edition, checkpoint: 7 }, 8)).rejects.toThrow(EditionReplaced);
    });
  });

  it('is used as a step of the trace under way', async () => {
    const steps: (string | undefined)[] = [];
    const tracing: Pick<Tracing, 'step'> = { step: ({ name, kind }, work) => (steps.push(name, kind), work()) };
    const log = createLogger({ name: 'test', level: 'silent' });
    const mongo = connectMongo({ url: used.server.url, name: 'traced', log, tracing });
    expect(await mongo.reach(() => mongo.db.command({ ping: 1 }))).toMatchObject({ ok: 1 });
    await mongo.close();
    expect(steps).toEqual(['mongodb', 'client']);
  });
});
