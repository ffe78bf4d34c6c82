import type { Message } from '@noroshi/client';
import { rowsOf } from './rows.js';

const noon = new Date(2026, 2, 4, 12).getTime();
const minute = 60_000;

const said = (id: string, author: string, at: number, more: Partial<Message> = {}): Message => ({
  ...{ messageId: id, offset: id, roomId: 'harbour', author: { userId: author, name: author }, content: id },
  ...{ messageType: 'text', at, reactions: {}, status: 'stored' },
  ...more,
});

const shape = (messages: readonly Message[], firstUnread?: string, hasOlder = true) =>
  rowsOf({ messages, hasOlder, firstUnread }).map((row) =>
    row.kind === 'message' ? `${row.isFirst ? `${row.message.author.name}: ` : ''}${row.key}` : row.kind,
  );

describe('the rows of the log', () => {
  it('tell once who says several things in a row', () => {
    const log = [said('1', 'ann', noon), said('2', 'ann', noon + minute), said('3', 'ben', noon + 2 * minute)];
    expect(shape(log)).toEqual(['day', 'ann: 1', '2', 'ben: 3']);
  });

  it('tell it again after a pause, and where it is an answer', () => {
    const log = [
      said('1', 'ann', noon),
      said('2', 'ann', noon + 6 * minute),
      said('3', 'ann', noon + 7 * minute, { replyTo: '1' }),
    ];
    expect(shape(log)).toEqual(['day', 'ann: 1', 'ann: 2', 'ann: 3']);
  });

  it('begin each day with its name', () => {
    const log = [said('1', 'ann', noon), said('2', 'ann', noon + 24 * 60 * minute)];
    expect(shape(log)).toEqual(['day', 'ann: 1', 'day', 'ann: 2']);
  });

  it('show where the room begins, once that is known', () => {
    expect(shape([said('1', 'ann', noon)], undefined, false)).toEqual(['beginning', 'day', 'ann: 1']);
  });

  it('show what is new from which message on', () => {
    const log = [said('1', 'ann', noon), said('2', 'ann', noon + 1), said('3', 'ann', noon + 2)];
    expect(shape(log, '2')).toEqual(['day', 'ann: 1', 'unread', 'ann: 2', '3']);
  });

  it('keep their keys when earlier ones come before them, and when one’s own is stored', () => {
    const sent = said('2', 'ann', noon + 1, { clientMessageId: 'c', status: 'pending' });
    const before = rowsOf({ messages: [sent], hasOlder: true, firstUnread: undefined });
    const stored = said('2', 'ann', noon + 1, { clientMessageId: 'c' });
    const after = rowsOf({ messages: [said('1', 'ben', noon), stored], hasOlder: true, firstUnread: undefined });
    const keys = new Set(after.map(({ key }) => key));
    expect(before.every(({ key }) => keys.has(key))).toBe(true);
  });
});
