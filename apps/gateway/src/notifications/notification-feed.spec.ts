import {
  InMemoryNotificationBox,
  noticesLane,
  type Actor,
  type NotificationEvent,
  type NotificationQuery,
} from '@noroshi/domain';
import { EventLogUnavailable, InMemoryEventLog, type RecordedEvent } from '@noroshi/event-sourcing';
import { Session } from '@noroshi/hub';
import { notificationsDialect } from '@noroshi/protocol';
import { eventually } from '@noroshi/testing';
import { isKnown, Peer } from '../sessions/peer.js';
import { NotificationFeed } from './notification-feed.js';
import { nowhere } from '../sessions/nowhere.js';

const ann: Actor = { id: 'ann', name: 'Ann', guest: false };

const added = (title: string): NotificationEvent => ({
  type: 'NotificationAdded',
  notification: { title, message: 'm', type: 'info' },
  unreadCount: 1,
});

function scene() {
  const log = new InMemoryEventLog<NotificationEvent>({ epoch: 'u' });
  const outage = { feed: 0, list: 0 };
  /** Happens after the list was read, and before it arrives. */
  const meanwhile = { happens: (): Promise<unknown> => Promise.resolve(undefined) };
  const asked = { count: 0 };
  const list = async (query: NotificationQuery) => {
    asked.count += 1;
    outage.list -= 1;
    if (outage.list >= 0) return { ok: false as const, code: 'unavailable' as const };
    const box = new InMemoryNotificationBox();
    const events: readonly RecordedEvent<NotificationEvent>[] = await log.read([noticesLane(query.userId)]);
    for (const event of events) await box.apply(event);
    const page = await box.page({ ...query, limit: Math.min(query.limit, 2) });
    await meanwhile.happens();
    return { ok: true as const, ...page, position: events.at(-1)?.position ?? 0 };
  };
  const complaints: unknown[] = [];
  const feed = new NotificationFeed({
    epochs: { users: 'u', rooms: 'r' },
    logger: { error: (...complaint) => void complaints.push(complaint) },
    messages: { notifications: list },
    feed: {
      follow: (options) => {
        outage.feed -= 1;
        return outage.feed >= 0 ? Promise.reject(new EventLogUnavailable('away')) : log.follow(options);
      },
    },
  });
  let connections = 0;
  const arrive = (user = ann) => {
    const heard: string[] = [];
    const hear = (text: string) => {
      const { type, data } = JSON.parse(text) as { type: string; data: { title?: string; unreadCount?: number } };
      heard.push(data.title ?? `${type} ${data.unreadCount ?? ''}`);
    };
    const connection = {
      ...nowhere,
      send: hear,
      sendAll: (texts: readonly string[]) => texts.forEach(hear),
    };
    const connectionId = `c${++connections}`;
    const traits = notificationsDialect.traits(new URLSearchParams());
    const session = new Session({
      ...{ connectionId, connection, dialect: notificationsDialect, traits, memory: {}, connectedAt: 0 },
      identity: { user },
    });
    const peer = new Peer({ session, address: '', userAgent: '', limit: {} as never, claimedId: undefined });
    if (!isKnown(peer)) throw new Error('nobody');
    feed.begin(peer);
    const hears = (...texts: readonly string[]) =>
      eventually(() => heard.length >= texts.length, { reason: `${texts.join()}, not ${heard.join()}` }).then(() =>
        expect(heard).toEqual(texts),
      );
    return { session, peer, heard, hears };
  };
  const happens = (event: NotificationEvent, userId = 'ann') => log.append(noticesLane(userId), event);
  return { feed, arrive, happens, outage, meanwhile, asked, complaints };
}

describe('who looks at notifications', () => {
  it('is told what is unread, oldest first, however many pages that are, and then what comes', async () => {
    const { arrive, happens, asked } = scene();
    for (const title of ['a', 'b', 'c', 'd', 'e']) await happens(added(title));
    await happens({ type: 'NotificationRead', notification: 2, unreadCount: 4 });
    await happens(added('of ben'), 'ben');
    const { hears } = arrive();
    await hears('a', 'c', 'd', 'e');
    expect(asked.count).toBe(2);
    await happens(added('f'));
    await hears('a', 'c', 'd', 'e', 'f');
  });

  it('misses nothing that happens while the list is on its way, and hears nothing twice', async () => {
    const { arrive, happens, meanwhile } = scene();
    for (const title of ['a', 'b', 'c']) await happens(added(title));
    let times = 0;
    meanwhile.happens = async () => {
      times += 1;
      // Between the pages as well: the second page has it already.
      await happens(added(`meanwhile ${times}`));
    };
    const { hears } = arrive();
    await hears('a', 'b', 'c', 'meanwhile 1', 'meanwhile 2');
    meanwhile.happens = () => Promise.resolve(undefined);
    await happens(added('later'));
    await hears('a', 'b', 'c', 'meanwhile 1', 'meanwhile 2', 'later');
  });

  it('is told what another connection of the user does, and not what it does itself', async () => {
    const { arrive, happens } = scene();
    await happens(added('a'));
    const [one, two] = [arrive(), arrive()];
    await Promise.all([one.hears('a'), two.hears('a')]);
    await happens({ type: 'NotificationRead', notification: 1, unreadCount: 0, via: one.session.connectionId });
    await happens({ type: 'NotificationsCleared', unreadCount: 0 });
    await two.hears('a', 'notification_updated 0', 'notifications_cleared 0');
    await one.hears('a', 'notifications_cleared 0');
  });

  it('is told later, without asking again, when the log or the service is away', async () => {
    const { arrive, happens, outage, complaints } = scene();
    await happens(added('a'));
    outage.feed = 1;
    outage.list = 1;
    const { hears } = arrive();
    await hears('a');
    expect(complaints).toEqual([]);
  });

  it('is followed for as long as one of its connections is here', () => {
    const { feed, arrive } = scene();
    const [one, two] = [arrive(), arrive()];
    expect(feed.size).toBe(1);
    feed.gone(one.session);
    expect(feed.size).toBe(1);
    feed.gone(two.session);
    expect(feed.size).toBe(0);
  });

  it('and is gone before the list has come is told nothing', async () => {
    const { feed, arrive, happens } = scene();
    await happens(added('a'));
    const { session, peer, heard } = arrive();
    session.closed = true;
    feed.gone(session);
    await new Promise<void>((resolve) => peer.queue.run(resolve));
    expect([heard, feed.size]).toEqual([[], 0]);
  });

  it('is no guest', () => {
    const { feed, arrive } = scene();
    arrive({ ...ann, guest: true });
    expect(feed.size).toBe(0);
  });
});
