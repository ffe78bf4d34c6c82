import { largerRollup, type Rollup, type RollupRange, type RollupStore } from '@noroshi/domain';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { Mongo } from '../connect.js';

/** The last fields are named as those of a rollup: they are what is kept of it. */
interface RollupDocument extends Omit<Rollup, 'minute'> {
  /** A room has one of each minute. */
  readonly _id: string;
  readonly minute: Date;
}

const COLLECTION = 'rollups';
const KEPT_DAYS = 90;
const DAY_S = 24 * 3_600;

/**
 * Rollups in MongoDB, for ninety days: one document for each room and minute.
 *
 * Every method throws MongoUnavailable while the server is away.
 */
export class MongoRollupStore implements RollupStore {
  #indexed: Promise<unknown> | undefined;

  constructor(private readonly mongo: Mongo) {}

  async put(rollups: readonly Rollup[]): Promise<void> {
    if (rollups.length === 0) return;
    await this.#reach((collection) => collection.bulkWrite(oncePerMinute(rollups).map(keeping), { ordered: false }));
  }

  range({ roomId, from, to, limit }: RollupRange): Promise<readonly Rollup[]> {
    return this.#reach(async (collection) => {
      const minute = { $gte: dateOf(from), $lt: dateOf(to) };
      const found = await collection.find({ roomId, minute }).sort({ minute: 1 }).limit(limit).toArray();
      return found.map(({ _id, minute: begun, ...figures }) => ({ ...figures, minute: begun.getTime() }));
    });
  }

  #reach<T>(work: (collection: Collection<RollupDocument>) => Promise<T>): Promise<T> {
    return this.mongo.reach(async () => {
      const collection = this.mongo.db.collection<RollupDocument>(COLLECTION);
      await this.#index(collection);
      return work(collection);
    });
  }

  #index(collection: Collection<RollupDocument>): Promise<unknown> {
    this.#indexed ??= collection
      .createIndexes([
        { key: { roomId: 1, minute: 1 }, unique: true },
        { key: { minute: 1 }, expireAfterSeconds: KEPT_DAYS * DAY_S },
      ])
      .catch((cause: unknown) => {
        this.#indexed = undefined;
        throw cause;
      });
    return this.#indexed;
  }
}

/** Those that no date can say are all before or after those that are kept. */
const MOST_MS = 8.64e15;
const dateOf = (at: number): Date => new Date(Math.max(-MOST_MS, Math.min(MOST_MS, at)));

const idOf = ({ roomId, minute }: Rollup): string => `${minute} ${roomId}`;

function oncePerMinute(rollups: readonly Rollup[]): readonly Rollup[] {
  const merged = new Map<string, Rollup>();
  for (const rollup of rollups) {
    const known = merged.get(idOf(rollup));
    merged.set(idOf(rollup), known ? largerRollup(known, rollup) : rollup);
  }
  return [...merged.values()];
}

/** When two write a minute for the first time at once, one of them is told of an outage, and writes it again. */
function keeping(rollup: Rollup): AnyBulkWriteOperation<RollupDocument> {
  const { roomId, minute, messages, activeUsers, joins, peakPresence } = rollup;
  return {
    updateOne: {
      filter: { _id: idOf(rollup) },
      update: {
        $setOnInsert: { roomId, minute: new Date(minute) },
        $max: { messages, activeUsers, joins, peakPresence },
      },
      upsert: true,
    },
  };
}
