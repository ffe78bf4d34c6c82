import { applyTalk, messageOf, type Message, type TalkEvent } from '@noroshi/domain';
import type { Position, RecordedEvent } from '@noroshi/event-sourcing';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import { isOnlyDuplicates, MongoUnavailable } from '../mongo-unavailable.js';
import { toDocument, toMessage, type MessageDocument } from './message-document.js';

export interface TalkTarget {
  readonly messages: Collection<MessageDocument>;
  /** How long the messages of a room are kept; 0: for good. */
  readonly daysIn: (roomId: string) => number;
}

type Talk = RecordedEvent<TalkEvent>;

/** Each time somebody else has changed one of the same messages, and so has come further. */
const MAX_TRIES = 16;

/**
 * Writes what was said, in two steps: first the posts, all at once; then the messages that were changed are read, folded and
 * replaced. The second step finds what the first has inserted.
 *
 * Repeatable, with any bounds of the batches: a post that is there stays as it is, and of what happened to a message only what
 * comes after its `applied` counts. So neither a crash between the steps nor a second writer doubles or undoes anything.
 */
export async function writeTalk(target: TalkTarget, batch: readonly Talk[]): Promise<void> {
  await insertPosts(target, batch);
  await changeMessages(target, batch);
}

async function insertPosts({ messages, daysIn }: TalkTarget, batch: readonly Talk[]): Promise<void> {
  const documents = firstOfEach(postsIn(batch, daysIn));
  if (documents.length === 0) return;
  try {
    await messages.insertMany(documents, { ordered: false });
  } catch (cause) {
    if (!isOnlyDuplicates(cause)) throw cause;
  }
}

function postsIn(batch: readonly Talk[], daysIn: TalkTarget['daysIn']): MessageDocument[] {
  return batch.flatMap((recorded) => {
    const message = recorded.event.type === 'MessagePosted' ? applyTalk(undefined, recorded) : undefined;
    return message ? [toDocument(message, { applied: recorded.position, days: daysIn(message.roomId) })] : [];
  });
}

/** The server may insert them in any order, so it must not be the one that chooses between two of one client message id. */
function firstOfEach(documents: readonly MessageDocument[]): MessageDocument[] {
  const seen = new Set<string>();
  return documents.filter(({ roomId, sent }) => {
    const key = JSON.stringify([roomId, sent.by, sent.id]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

async function changeMessages({ messages, daysIn }: TalkTarget, batch: readonly Talk[]): Promise<void> {
  const changes = new Changes(batch);
  for (let tries = 0; tries < MAX_TRIES && !changes.isEmpty; tries += 1) {
    const changed = (await messages.find({ $or: changes.places }).toArray()).flatMap((document) =>
      replacement(document, changes.of(document), daysIn),
    );
    if (changed.length === 0) return;
    const { matchedCount } = await messages.bulkWrite(changed, { ordered: false });
    if (matchedCount === changed.length) return;
  }
  if (!changes.isEmpty) throw new MongoUnavailable('somebody else changes the same messages, again and again');
}

/** Nothing where nothing changes; and not done where somebody has changed the message since it was read. */
function replacement(
  document: MessageDocument,
  events: readonly Talk[],
  daysIn: TalkTarget['daysIn'],
): AnyBulkWriteOperation<MessageDocument>[] {
  const news = events.filter(({ position }) => position > document.applied);
  const before = toMessage(document);
  const after = news.reduce<Message | undefined>(applyTalk, before);
  const applied = news.at(-1)?.position;
  if (!after || after === before || applied === undefined) return [];
  const { roomId, position } = document;
  const filter = { roomId, position, applied: document.applied };
  return [{ replaceOne: { filter, replacement: toDocument(after, { applied, days: daysIn(roomId) }) } }];
}

/** What happened to which message, besides that it was posted. */
class Changes {
  private readonly rooms = new Map<string, Map<Position, Talk[]>>();

  constructor(batch: readonly Talk[]) {
    for (const recorded of batch) {
      const message = recorded.event.type === 'MessagePosted' ? undefined : messageOf(recorded);
      // An event of a later version need not be about a message.
      if (message !== undefined && Number.isSafeInteger(message)) this.add(recorded, message);
    }
  }

  get isEmpty(): boolean {
    return this.rooms.size === 0;
  }

  get places() {
    return [...this.rooms].map(([roomId, messages]) => ({ roomId, position: { $in: [...messages.keys()] } }));
  }

  of({ roomId, position }: MessageDocument): readonly Talk[] {
    return this.rooms.get(roomId)?.get(position) ?? [];
  }

  private add(recorded: Talk, message: Position): void {
    const roomId = recorded.lane.entity;
    const room = this.rooms.get(roomId) ?? new Map<Position, Talk[]>();
    this.rooms.set(roomId, room);
    const events = room.get(message) ?? [];
    room.set(message, events);
    events.push(recorded);
  }
}
