import { InMemoryMessageHistory, type TalkEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import { toDocument } from './message-document.js';
import type { TalkTarget } from './write-talk.js';

const AT_ONCE = 500;

/**
 * Makes of one room what `said`, all of its talk that counts, folds to. What is older than the first of it stays: the log does
 * not keep it any more.
 *
 * Nobody else may write to the room meanwhile. What could not be folded is thrown before anything has changed.
 */
export async function refoldRoom(
  { messages, daysIn }: TalkTarget,
  roomId: string,
  said: readonly RecordedEvent<TalkEvent>[],
): Promise<void> {
  const [first, last] = [said.at(0), said.at(-1)];
  if (!first || !last) return;
  const folded = new InMemoryMessageHistory();
  for (const recorded of said) await folded.apply(recorded);
  const { items } = await folded.page({ roomId, limit: said.length });
  const keeping = { applied: last.position, days: daysIn(roomId) };
  const documents = items.map((message) => toDocument(message, keeping));
  const right = new Set(items.map(({ position }) => position));
  const range = { roomId, position: { $gte: first.position } };
  const found = await messages.find(range, { projection: { _id: 0, position: 1 } }).toArray();
  const wrong = found.map(({ position }) => position).filter((position) => !right.has(position));
  // First: what takes their place may go by the same client message id.
  for (let start = 0; start < wrong.length; start += AT_ONCE)
    await messages.deleteMany({ roomId, position: { $in: wrong.slice(start, start + AT_ONCE) } });
  for (let start = 0; start < documents.length; start += AT_ONCE) {
    const some = documents.slice(start, start + AT_ONCE).map((replacement) => ({
      replaceOne: { filter: { roomId, position: replacement.position }, replacement, upsert: true },
    }));
    await messages.bulkWrite(some, { ordered: false });
  }
}
