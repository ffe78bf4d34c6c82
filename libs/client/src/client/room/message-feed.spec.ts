import type { Message } from '../../api/message.js';
import { MessageFeed } from './message-feed.js';

const messageAt = (position: number): Message => ({
  ...{ roomId: 'a', author: { userId: 'ann', name: 'Ann' }, content: `${position}`, messageType: 'text', at: 0 },
  ...{ reactions: {}, status: 'stored', messageId: `m${position}`, offset: `e-${position.toString(36)}` },
});

/** A room that says so many, with a feed that hears it. */
function feedOf() {
  const log: Message[] = [];
  let reads = 0;
  const feed = new MessageFeed(
    {
      closed: () => undefined,
      history({ after = 'e-0', limit = 50 }) {
        reads += 1;
        const later = log.slice(Number.parseInt(after.slice(2), 36));
        return Promise.resolve({ items: later.slice(0, limit), hasMore: later.length > limit });
      },
    },
    'e-0',
  );
  const say = (count: number): void => {
    for (let each = 0; each < count; each += 1) {
      const message = messageAt(log.length + 1);
      log.push(message);
      feed.said(message);
    }
  };
  const take = async (count: number): Promise<string[]> => {
    const taken: string[] = [];
    for (let each = 0; each < count; each += 1) taken.push(((await feed.next()).value as Message).content);
    return taken;
  };
  return { feed, say, take, log, reads: () => reads };
}

const contents = (log: readonly Message[]): string[] => log.map(({ content }) => content);

it('who takes them as they come is told each without a question to the history', async () => {
  const { say, take, log, reads } = feedOf();
  const taking = take(3);
  say(3);
  expect(await taking).toEqual(contents(log));
  expect(reads()).toBe(0);
});

it('who takes them slowly misses none, and they are not all kept in memory', async () => {
  const { say, take, log, reads } = feedOf();
  say(1_000);
  const first = await take(600);
  say(700);
  const rest = await take(1_100);
  expect([...first, ...rest]).toEqual(contents(log));
  expect(reads()).toBeGreaterThan(0);
});

it('what was missed is read from the history', async () => {
  const { feed, say, take, log } = feedOf();
  say(2);
  log.push(messageAt(3), messageAt(4));
  feed.missed();
  const taken = await take(4);
  expect(taken).toEqual(['1', '2', '3', '4']);
});

it('it ends when it is told to, after what was kept', async () => {
  const { feed, say, take } = feedOf();
  say(1);
  feed.end();
  expect(await take(1)).toEqual(['1']);
  expect(await feed.next()).toEqual({ value: undefined, done: true });
});
