import { MongoServerError } from 'mongodb';
import type { Mongo } from './connect.js';

const PROBE = 'text_search_probe';

/** Bad value, failed to parse, no index, no such command, can not create index, not supported: whoever says so will never do it. */
const NEVER: readonly unknown[] = [undefined, 2, 9, 27, 59, 67, 115];

/** Whether the server finds words by `$text`: tried, not guessed, because some servers take the index and can't use it. @throws MongoUnavailable */
export function hasTextSearch(mongo: Mongo): Promise<boolean> {
  return mongo.reach(async () => {
    const probe = mongo.db.collection<{ _id: string; words: string }>(PROBE);
    try {
      await probe.createIndex({ words: 'text' });
      await probe.replaceOne({ _id: 'probe' }, { words: 'smoke on the hill' }, { upsert: true });
      return (await probe.findOne({ $text: { $search: '"hill"' } })) !== null;
    } catch (cause) {
      if (cause instanceof MongoServerError && NEVER.includes(cause.code)) return false;
      throw cause;
    }
  });
}
