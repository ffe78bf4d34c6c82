import {
  notificationDecider,
  notificationPageOf,
  type Notification,
  type NotificationBox,
  type NotificationEvent,
  type NotificationPage,
  type NotificationQuery,
  type Notifications,
} from '@noroshi/domain';
import type { Position, RecordedEvent } from '@noroshi/event-sourcing';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { Mongo } from '../connect.js';
import type { MongoContent } from '../mongo-content.js';
import { isOnlyDuplicates, MongoUnavailable } from '../mongo-unavailable.js';

/** All that one user has been told of and not removed, which is bounded. */
interface UserDocument {
  readonly _id: string;
  /** Of the last event of the user that is in. */
  readonly applied: Position;
  /** Oldest first. */
  readonly items: readonly Notification[];
}

type Told = RecordedEvent<NotificationEvent>;

const MAX_TRIES = 16;

/**
 * Notifications in MongoDB: one document for each user, in a collection that is named by `open`.
 *
 * Every method throws MongoUnavailable while the server is away, and before `open`.
 */
export class MongoNotificationBox implements NotificationBox, MongoContent<NotificationEvent> {
  #users: Collection<UserDocument> | undefined;

  constructor(private readonly mongo: Mongo) {}

  open(collection: string): Promise<void> {
    this.#users = this.mongo.db.collection<UserDocument>(collection);
    return Promise.resolve();
  }

  become(other: MongoNotificationBox): void {
    this.#users = other.#users;
  }

  apply(recorded: Told): Promise<void> {
    return this.write([recorded]);
  }

  write(batch: readonly Told[]): Promise<void> {
    return this.#reach(async (users) => {
      const events = byUser(batch);
      await ensureUsers(users, [...events.keys()]);
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const known = await users.find({ _id: { $in: [...events.keys()] } }).toArray();
        const changed = known.flatMap((user) => replacement(user, events.get(user._id) ?? []));
        if (changed.length === 0) return;
        const { matchedCount } = await users.bulkWrite(changed, { ordered: false });
        if (matchedCount === changed.length) return;
      }
      throw new MongoUnavailable('somebody else writes the same notifications, again and again');
    });
  }

  refold(userId: string, events: readonly Told[]): Promise<void> {
    return this.#reach(async (users) => {
      const user = folded({ _id: userId, applied: 0, items: [] }, events);
      await users.replaceOne({ _id: userId }, withoutId(user), { upsert: true });
    });
  }

  page({ userId, ...query }: NotificationQuery): Promise<NotificationPage> {
    return this.#reach(async (users) => {
      const user = await users.findOne({ _id: userId });
      return notificationPageOf(stateOf(user?.items ?? []), query);
    });
  }

  #reach<T>(work: (users: Collection<UserDocument>) => Promise<T>): Promise<T> {
    const users = this.#users;
    if (!users) return Promise.reject(new MongoUnavailable('notifications have not been opened yet'));
    return this.mongo.reach(() => work(users));
  }
}

function byUser(batch: readonly Told[]): ReadonlyMap<string, readonly Told[]> {
  const events = new Map<string, Told[]>();
  for (const recorded of batch) {
    const known = events.get(recorded.lane.entity);
    if (known) known.push(recorded);
    else events.set(recorded.lane.entity, [recorded]);
  }
  return events;
}

/** So that all that is left is to replace what is there. */
async function ensureUsers(users: Collection<UserDocument>, userIds: readonly string[]): Promise<void> {
  const known = await users.find({ _id: { $in: [...userIds] } }, { projection: { _id: 1 } }).toArray();
  const there = new Set(known.map(({ _id }) => _id));
  const missing = userIds.filter((userId) => !there.has(userId)).map((_id) => ({ _id, applied: 0, items: [] }));
  if (missing.length === 0) return;
  try {
    await users.insertMany(missing, { ordered: false });
  } catch (cause) {
    if (!isOnlyDuplicates(cause)) throw cause;
  }
}

function replacement(user: UserDocument, events: readonly Told[]): AnyBulkWriteOperation<UserDocument>[] {
  const after = folded(user, events);
  if (after.applied === user.applied) return [];
  const filter = { _id: user._id, applied: user.applied };
  return [{ replaceOne: { filter, replacement: withoutId(after) } }];
}

function folded(user: UserDocument, events: readonly Told[]): UserDocument {
  const news = events.filter(({ position }) => position > user.applied);
  const state = news.reduce(notificationDecider.evolve, stateOf(user.items));
  return { ...user, applied: news.at(-1)?.position ?? user.applied, items: [...state.items.values()] };
}

/** Without keys: those are for whoever decides, from the log. */
const stateOf = (items: readonly Notification[]): Notifications => ({
  items: new Map(items.map((item) => [item.position, item])),
  keys: new Map(),
});

const withoutId = ({ applied, items }: UserDocument): Omit<UserDocument, '_id'> => ({ applied, items });
