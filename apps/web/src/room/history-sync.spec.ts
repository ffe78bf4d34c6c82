import type { MessageFrame } from '../protocol/frames.js';
import type { HistoryPage, HistoryQuery } from './history-page.js';
import { HistorySync } from './history-sync.js';

const said = (position: number): MessageFrame => ({
  type: 'message',
  messageId: `m${position}`,
  roomId: 'hill',
  userId: 'bo',
  username: 'Bo',
  content: '',
  messageType: 'text',
  timestamp: new Date(position).toISOString(),
  offset: String(position),
});

/** A read model of a log, which may lag behind it. */
class History {
  readonly items: MessageFrame[] = [];

  grow(count: number): void {
    for (let added = 0; added < count; added += 1) this.items.push(said(this.items.length + 1));
  }

  page({ before, after, limit }: HistoryQuery): Promise<HistoryPage> {
    const range = this.items.filter(
      ({ offset }) =>
        (before === undefined || Number(offset) < Number(before)) &&
        (after === undefined || Number(offset) > Number(after)),
    );
    const items = after === undefined ? range.slice(-limit) : range.slice(0, limit);
    const cut = items.length < range.length;
    return Promise.resolve({ items, hasOlder: after === undefined && cut, hasNewer: after !== undefined && cut });
  }
}

function setUp(history: History) {
  const shown = new Set<string>();
  const events = { lost: 0, hasOlder: undefined as boolean | undefined, whileSettling: (): void => undefined };
  const sync = new HistorySync({
    fetchPage: (query) => history.page(query),
    onPage: ({ items, hasOlder }) => {
      for (const { offset } of items) shown.add(offset);
      if (hasOlder !== undefined) events.hasOlder = hasOlder;
    },
    onLost: () => {
      events.lost += 1;
      shown.clear();
    },
    settled: () => {
      events.whileSettling();
      return Promise.resolve();
    },
  });
  const live = new AbortController();
  return { sync, shown, events, signal: live.signal, live };
}

const upTo = (last: number, first = 1): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
const sorted = (shown: ReadonlySet<string>): string[] => [...shown].sort((left, right) => Number(left) - Number(right));

describe('history sync', () => {
  it('begins with the latest page and goes back page by page to the beginning', async () => {
    const history = new History();
    history.grow(120);
    const { sync, shown, events, signal } = setUp(history);
    await sync.afterJoin(signal);
    expect(sorted(shown)).toEqual(upTo(120, 71));
    await sync.readOlder(signal);
    expect(events.hasOlder).toBe(true);
    await sync.readOlder(signal);
    expect(sorted(shown)).toEqual(upTo(120));
    expect(events.hasOlder).toBe(false);
  });

  it('finds what history did not know yet when the room was joined', async () => {
    const history = new History();
    history.grow(3);
    const { sync, shown, events, signal } = setUp(history);
    events.whileSettling = () => history.grow(1);
    await sync.afterJoin(signal);
    expect(sorted(shown)).toEqual(upTo(4));
  });

  it('reads on from the last live message after a reconnect, until it has caught up', async () => {
    const history = new History();
    history.grow(2);
    const { sync, shown, events, signal } = setUp(history);
    await sync.afterJoin(signal);
    history.grow(400);
    sync.heard(said(3));
    shown.clear();
    await sync.afterJoin(signal);
    expect(sorted(shown)).toEqual(upTo(402, 4));
    expect(events.lost).toBe(0);
  });

  it('does not trust a live message to have nothing missing before it while history is still catching up', async () => {
    const history = new History();
    history.grow(2);
    const { sync, shown, events, signal, live } = setUp(history);
    // The connection is lost between the first look at history and the second; meanwhile 3 was never seen, 4 was live.
    events.whileSettling = () => {
      sync.heard(said(4));
      live.abort();
      throw new Error('lost');
    };
    await expect(sync.afterJoin(signal)).rejects.toThrow('lost');
    history.grow(100);
    events.whileSettling = () => undefined;
    await sync.afterJoin(new AbortController().signal);
    expect(sorted(shown)).toEqual(upTo(102));
  });

  it('starts over from the end after an absence too long to read through', async () => {
    const history = new History();
    history.grow(1);
    const { sync, shown, events, signal } = setUp(history);
    await sync.afterJoin(signal);
    history.grow(5_000);
    await sync.afterJoin(signal);
    expect(events).toMatchObject({ lost: 1, hasOlder: true });
    expect(sorted(shown)).toEqual(upTo(5_001, 4_952));
  });

  it('of a room where nothing was said has no beginning to go back to', async () => {
    const { sync, events, signal } = setUp(new History());
    await sync.afterJoin(signal);
    expect(events.hasOlder).toBe(false);
    expect(await sync.readOlder(signal)).toBe(false);
  });
});
