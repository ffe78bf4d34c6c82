import * as fc from 'fast-check';
import type { Message } from '../../api/message.js';
import { NoroshiError } from '../../api/noroshi-error.js';
import type { HistoryPage, HistoryQuery } from '../../api/room.js';
import { settled } from '../../testing/fake-clock.js';
import { applyChange, messageOf, type Change } from '../frames.js';
import { RoomTimeline } from './room-timeline.js';

const timestamp = (at: number): string => new Date(at).toISOString();
const by = { userId: 'ann', username: 'Ann' };
const offsetAt = (position: number): string => `e-${position.toString(36)}`;
const positionOf = (offset: string): number => Number.parseInt(offset.slice(2), 36);

/** A room as the log and the history have it, with a timeline that hears it live. */
function logOf(limit: number) {
  let position = 0;
  let log: Message[] = [];
  const waiting: (() => void)[] = [];
  const unsent: Message[] = [];

  const read = ({ before, after }: HistoryQuery): HistoryPage => {
    const items = log.filter(
      ({ offset = '' }) =>
        (before === undefined || positionOf(offset) < positionOf(before)) &&
        (after === undefined || positionOf(offset) > positionOf(after)),
    );
    const page = after === undefined ? items.slice(-limit) : items.slice(0, limit);
    return { items: page, hasMore: items.length > page.length };
  };
  const timeline = new RoomTimeline({
    limit,
    unsent: () => unsent,
    closed: () => undefined,
    // Read when it is asked for, and told later.
    history: (query) => {
      const page = read(query);
      return new Promise((resolve) => waiting.push(() => resolve(page)));
    },
  });
  const say = (): Message => {
    position += 1;
    const offset = offsetAt(position);
    const frame = { ...by, type: 'message' as const, roomId: 'a', messageId: `m${offset}`, offset };
    const said = messageOf({ ...frame, content: `${position}`, messageType: 'text', timestamp: timestamp(position) });
    log.push(said);
    timeline.said(said);
    return said;
  };
  const change = (kind: Change['type'], place: number): void => {
    position += 1;
    const messageId = log[place % Math.max(1, log.length)]?.messageId ?? 'none';
    const told = { ...by, roomId: 'a', messageId, offset: offsetAt(position), timestamp: timestamp(position) };
    const frame: Change =
      kind === 'messageEdited'
        ? { type: kind, ...told, content: `edited ${position}` }
        : kind === 'messageDeleted'
          ? { type: kind, ...told }
          : { type: kind, ...told, emoji: '👍', ...(position % 3 === 0 && { removed: true as const }) };
    log = log.map((message) => (message.messageId === messageId ? applyChange(message, frame) : message));
    timeline.changed(frame);
  };
  const answer = async (): Promise<void> => {
    for (const tell of waiting.splice(0)) tell();
    await settled();
  };
  return { timeline, say, change, answer, unsent, all: () => log };
}

type Step = readonly ['say' | 'messageEdited' | 'messageDeleted' | 'reaction' | 'answer' | 'act', number];

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom('say', 'say', 'messageEdited', 'messageDeleted', 'reaction', 'answer', 'act'),
  fc.nat(40),
);

const acts = [
  (timeline: RoomTimeline) => timeline.loadOlder(),
  (timeline: RoomTimeline) => timeline.loadNewer(),
  (timeline: RoomTimeline) => timeline.jumpToLatest(),
  (timeline: RoomTimeline, place: number) => timeline.jumpTo(offsetAt(place + 1)),
];

type PlayedRoom = ReturnType<typeof logOf>;

async function play(room: PlayedRoom, steps: readonly Step[]): Promise<void> {
  for (const [what, place] of steps) {
    if (what === 'say') room.say();
    else if (what === 'answer') await room.answer();
    else if (what === 'act') void acts[place % acts.length]?.(room.timeline, place);
    else room.change(what, place);
  }
  while (room.timeline.current.loading !== 'none') await room.answer();
}

/** The window is a part of the log, and what it says of its ends is so. */
function expectTrue({ timeline, all }: PlayedRoom): void {
  const { messages, hasNewer, hasOlder, newer } = timeline.current;
  const log = all();
  const from = Math.max(
    0,
    log.findIndex(({ messageId }) => messageId === messages[0]?.messageId),
  );
  const reachesEnd = messages.at(-1) === undefined || from + messages.length === log.length;
  expect(messages).toEqual(log.slice(from, from + messages.length));
  expect({ hasOlder, isEmpty: log.length > 0 && messages.length === 0 }).toEqual({
    hasOlder: from > 0,
    isEmpty: false,
  });
  // That there is something newer may turn out to be nothing when it is asked for, but never the other way.
  expect(hasNewer || (reachesEnd && newer === 0)).toBe(true);
  expect(newer === 0 || !reachesEnd).toBe(true);
}

it('however pages, live messages and changes mix, the window is a part of the log without hole, repeat or stale word', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(12), fc.array(step, { maxLength: 60 }), async (before, steps) => {
      const room = logOf(4);
      for (let each = 0; each < before; each += 1) room.say();
      room.timeline.entered();
      await play(room, steps);
      expectTrue(room);
    }),
    { numRuns: 300 },
  );
});

it('a thousand are held: the far end is let go of as the other grows', async () => {
  const room = logOf(100);
  for (let each = 0; each < 1_500; each += 1) room.say();
  room.timeline.entered();
  await room.answer();
  for (let page = 0; page < 12; page += 1) {
    void room.timeline.loadOlder();
    await room.answer();
  }
  const { messages, hasNewer } = room.timeline.current;
  expect([messages.length, hasNewer, messages[0]?.content]).toEqual([1_000, true, '201']);
  room.say();
  expect(room.timeline.current.newer).toBe(1);
  void room.timeline.jumpToLatest();
  await room.answer();
  expect(room.timeline.current).toMatchObject({ hasNewer: false, newer: 0 });
  for (let each = 0; each < 1_000; each += 1) room.say();
  expect(room.timeline.current.messages).toHaveLength(1_000);
  expect(room.timeline.current.hasOlder).toBe(true);
});

it('an older page that comes late does not push out the newest, to which somebody has gone', async () => {
  const room = logOf(100);
  for (let each = 0; each < 1_500; each += 1) room.say();
  room.timeline.entered();
  await room.answer();
  for (let page = 0; page < 9; page += 1) {
    void room.timeline.loadOlder();
    await room.answer();
  }
  void room.timeline.loadOlder();
  void room.timeline.jumpToLatest();
  await room.answer();
  expect(room.timeline.current).toMatchObject({ hasNewer: false, loading: 'none' });
  expect(room.timeline.current.messages.at(-1)?.content).toBe('1500');
  void room.timeline.loadOlder();
  await room.answer();
  expect(room.timeline.current.messages[0]?.content).toBe('401');
});

it('own ones that are not stored come last, and each is shown once when it is', async () => {
  const room = logOf(10);
  const pending: Message = {
    ...{ roomId: 'a', author: { userId: 'me', name: 'Me' }, content: 'mine', messageType: 'text', at: 0 },
    ...{ reactions: {}, clientMessageId: 'c', status: 'pending' },
  };
  room.unsent.push(pending);
  room.timeline.entered();
  await room.answer();
  room.say();
  expect(room.timeline.current.messages.map(({ content }) => content)).toEqual(['1', 'mine']);
  const stored: Message = { ...pending, messageId: 'me-2', offset: 'e-2', status: 'stored' };
  room.timeline.stored(stored);
  expect(room.timeline.current.messages.map(({ status }) => status)).toEqual(['stored', 'stored']);
  room.unsent.pop();
  room.timeline.said({ ...stored, at: 7 });
  expect(room.timeline.current.messages.at(-1)).toEqual({ ...stored, at: 7 });
  expect(room.timeline.current.messages).toHaveLength(2);
});

it('a page that can not be read is told in the state, and read the next time', async () => {
  let isAway = true;
  const page: HistoryPage = { items: [], hasMore: false };
  const timeline = new RoomTimeline({
    ...{ limit: 10, unsent: () => [], closed: () => undefined },
    history: () => (isAway ? Promise.reject(new NoroshiError('unavailable', 'Later')) : Promise.resolve(page)),
  });
  timeline.entered();
  await settled();
  expect(timeline.current).toMatchObject({ loading: 'none', error: { code: 'unavailable', message: 'Later' } });
  isAway = false;
  timeline.entered();
  await settled();
  expect(timeline.current).toEqual({ messages: [], hasOlder: false, hasNewer: false, newer: 0, loading: 'none' });
});

/** A history that is away for a moment, and says so as the server does. */
function readAgain(pages: readonly (HistoryPage | 'away')[]) {
  const left = [...pages];
  const timeline = new RoomTimeline({
    ...{ limit: 10, unsent: () => [], closed: () => undefined },
    history: () => {
      const page = left.shift();
      if (page === undefined || page === 'away') return Promise.reject(new NoroshiError('unavailable', 'Later', 0.001));
      return Promise.resolve(page);
    },
  });
  const allRead = async (): Promise<void> => {
    while (left.length > 0 || timeline.current.loading !== 'none')
      await new Promise<void>((resolve) => {
        const end = timeline.subscribe(() => {
          end();
          resolve();
        });
      });
  };
  return { timeline, allRead };
}

const stored = (position: number): Message => {
  const at = { offset: offsetAt(position), messageId: `m${position}`, timestamp: timestamp(position) };
  return messageOf({ ...by, ...at, type: 'message', roomId: 'a', content: `${position}`, messageType: 'text' });
};

it('a first page that is refused for a moment is read again by itself', async () => {
  const { timeline, allRead } = readAgain(['away', 'away', { items: [stored(1)], hasMore: false }]);
  timeline.entered();
  await allRead();
  expect(timeline.current.messages.map(({ content }) => content)).toEqual(['1']);
});

it('where something was missed no hole stays, also when it can not be read at once', async () => {
  const page = (...positions: number[]): HistoryPage => ({ items: positions.map(stored), hasMore: false });
  const { timeline, allRead } = readAgain([page(1), 'away', 'away', page(1, 2, 3)]);
  timeline.entered();
  await settled();
  timeline.missed();
  timeline.said(stored(3));
  await allRead();
  expect(timeline.current.messages.map(({ content }) => content)).toEqual(['1', '2', '3']);
});
