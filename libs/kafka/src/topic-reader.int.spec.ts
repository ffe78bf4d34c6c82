import { randomUUID } from 'node:crypto';
import type { TopicRecord } from '@noroshi/domain';
import { untilReachable } from '@noroshi/event-sourcing';
import { eventually, whyNoKafka } from '@noroshi/testing';
import { KafkaUnavailable } from './kafka-errors.js';
import { useKafka } from './testing/use-kafka.js';
import { readTopic, type ReadTopicOptions, type TopicReader } from './topic-reader.js';
import { createTopicWriter } from './topic-writer.js';

const PATIENCE_MS = 40_000;
const upTo = (count: number, from = 0): number[] => Array.from({ length: count }, (_, number) => number + from);
const numbered = (number: number): TopicRecord => ({ key: `key ${number % 17}`, value: String(number), headers: {} });

(whyNoKafka() === undefined ? describe : describe.skip)('a reader of a group', () => {
  const kafka = useKafka();
  const readers: TopicReader[] = [];
  afterEach(async () => {
    await Promise.all(readers.splice(0).map((reader) => reader.close()));
  });

  /** What one reader is told, in order; it gives the offset after each batch, unless it is told otherwise. */
  const read = async (place: { topic: string; group: string }, more: Partial<ReadTopicOptions> = {}) => {
    const diary: string[] = [];
    const numbers: number[] = [];
    const reader = await readTopic({
      ...kafka().options,
      ...place,
      handle: async (partition, records) => {
        numbers.push(...records.map(({ value }) => Number(value)));
        diary.push(`handled ${partition}`);
        return Promise.resolve(String(Number(records.at(-1)?.offset) + 1));
      },
      assigned: (partitions) => void diary.push(`assigned ${partitions.join()}`),
      revoked: (partitions) => void diary.push(`revoked ${partitions.join()}`),
      ...more,
    });
    readers.push(reader);
    const has = (count: number) =>
      eventually(() => new Set(numbers).size >= count, { reason: `${count} records are read`, timeoutMs: PATIENCE_MS });
    return { diary, numbers, reader, has };
  };
  const place = async () => ({ topic: await kafka().newTopic(), group: randomUUID() });
  const write = async (topic: string, numbers: readonly number[]) => {
    const writer = createTopicWriter({ ...kafka().options, topic });
    await untilReachable(() => writer.write(numbers.map(numbered)));
    await writer.close();
  };

  it('is told what it has before the first record, and what it loses after the last', async () => {
    const { topic, group } = await place();
    await write(topic, upTo(100));
    const { diary, numbers, reader, has } = await read({ topic, group });
    await has(100);
    await reader.close();
    expect([...numbers].sort((a, b) => a - b)).toEqual(upTo(100));
    expect(diary[0]).toBe('assigned 0,1,2');
    expect(diary.at(-1)).toBe('revoked 0,1,2');
    expect(diary.filter((line) => !line.startsWith('handled'))).toHaveLength(2);
  });

  it('goes on after what it gave, and reads again what it gave nothing for', async () => {
    const { topic, group } = await place();
    await write(topic, upTo(50));
    const first = await read({ topic, group });
    await first.has(50);
    await first.reader.close();
    await write(topic, upTo(50, 50));
    const forgetful = await read({ topic, group }, { handle: () => Promise.resolve(undefined) });
    await eventually(() => forgetful.diary.length === 1, { reason: 'it has its share' });
    await forgetful.reader.close();
    const second = await read({ topic, group });
    await second.has(50);
    expect([...second.numbers].sort((a, b) => a - b)).toEqual(upTo(50, 50));
  });

  it('shares with a second one, and each record is handled by one of them at a time', async () => {
    const { topic, group } = await place();
    const owners = new Map<number, string>();
    const clashes: string[] = [];
    const member = (name: string): Partial<ReadTopicOptions> => ({
      assigned: (partitions) => {
        for (const each of partitions) {
          if (owners.has(each)) clashes.push(`${name} got ${each} of ${owners.get(each) ?? ''}`);
          owners.set(each, name);
        }
      },
      revoked: (partitions) => {
        for (const each of partitions) owners.delete(each);
      },
    });
    const ann = await read({ topic, group }, member('ann'));
    await write(topic, upTo(200));
    await ann.has(200);
    const bob = await read({ topic, group }, member('bob'));
    await eventually(() => new Set(owners.values()).size === 2, {
      reason: 'both have a share',
      timeoutMs: PATIENCE_MS,
    });
    await write(topic, upTo(200, 200));
    const both = () => new Set([...ann.numbers, ...bob.numbers]).size;
    await eventually(() => both() === 400, { reason: 'all is read', timeoutMs: PATIENCE_MS });
    expect(bob.numbers.length).toBeGreaterThan(0);
    await bob.reader.close();
    await eventually(() => [...owners.values()].join() === 'ann,ann,ann', {
      ...{ reason: 'ann has everything again', timeoutMs: PATIENCE_MS },
    });
    expect(clashes).toEqual([]);
    // All was given, so nothing is read twice.
    expect(ann.numbers.length + bob.numbers.length).toBe(400);
  });

  it('waits with what needs something that is away, and is not taken for dead meanwhile', async () => {
    const { topic, group } = await place();
    await write(topic, [1]);
    let away = 4;
    const handled: string[] = [];
    const { diary } = await read(
      { topic, group },
      {
        handle: (_, records) => {
          away -= 1;
          if (away > 0) return Promise.reject(new KafkaUnavailable('something else is away'));
          handled.push(...records.map(({ value }) => value));
          return Promise.resolve(undefined);
        },
      },
    );
    await eventually(() => handled.length > 0, { reason: 'it is back', timeoutMs: PATIENCE_MS });
    expect(handled).toEqual(['1']);
    expect(diary).toEqual(['assigned 0,1,2']);
  });

  it('goes on when the broker was killed and is back, without losing or reordering anything', async () => {
    const { topic, group } = await place();
    const perPartition = new Map<number, number[]>();
    await read(
      { topic, group },
      {
        handle: (partition, records) => {
          const numbers = perPartition.get(partition) ?? [];
          perPartition.set(partition, [...numbers, ...records.map(({ value }) => Number(value))]);
          return Promise.resolve(String(Number(records.at(-1)?.offset) + 1));
        },
      },
    );
    const all = () => [...perPartition.values()].flat();
    await write(topic, upTo(100));
    await eventually(() => new Set(all()).size === 100, { reason: 'the first are read', timeoutMs: PATIENCE_MS });
    await kafka().broker.kill();
    await kafka().broker.restart();
    await write(topic, upTo(100, 100));
    await eventually(() => new Set(all()).size === 200, { reason: 'all are read', timeoutMs: PATIENCE_MS });
    for (const numbers of perPartition.values()) {
      const first = [...new Set(numbers)];
      expect(first).toEqual([...first].sort((a, b) => a - b));
    }
  });

  it('says when there is no such topic', async () => {
    const reading = read({ topic: 'no-such-topic', group: randomUUID() });
    await expect(reading).rejects.toBeInstanceOf(KafkaUnavailable);
  });

  it('costs next to nothing while nothing happens', async () => {
    const { topic, group } = await place();
    await read({ topic, group });
    let ticks = 0;
    const { setTimeout: real } = globalThis;
    globalThis.setTimeout = Object.assign(
      (...args: Parameters<typeof real>) => {
        ticks += 1;
        return real(...args);
      },
      { __promisify__: real.__promisify__ },
    ) as typeof real;
    const beats: number[] = [];
    const timer = setInterval(() => beats.push(ticks), 100);
    await eventually(() => beats.length >= 10, { reason: 'a second has passed' });
    clearInterval(timer);
    globalThis.setTimeout = real;
    // The timer of kafkajs would have been set a thousand times.
    expect(ticks).toBeLessThan(200);
  });
});
