import type { HistoryQuery, Message } from '@noroshi/client';
import { findFirstUnread, firstUnread } from './first-unread.js';

const said = (position: number, userId: string): Message => ({
  ...{ roomId: 'a', messageId: `m${position}`, offset: `e-${position}`, content: `${position}`, at: position },
  ...{ author: { userId, name: userId }, messageType: 'text', reactions: {}, status: 'stored' },
});
const log = [said(1, 'ben'), said(2, 'ann'), said(3, 'ben'), said(4, 'cleo')];
const counted = (count: number, upTo = 'e-4') => ({ count, upTo, userId: 'ann' });
const contentOf = (count: number, upTo?: string) => firstUnread(log, counted(count, upTo))?.content;

describe('the first unread message', () => {
  it('is counted back from where it was counted, without one’s own', () => {
    expect([contentOf(2), contentOf(3), contentOf(1, 'e-3')]).toEqual(['3', '1', '3']);
  });

  it('is not known while what is held does not reach back to it, or not to where it was counted', () => {
    expect([contentOf(4), contentOf(1, 'e-9')]).toEqual([undefined, undefined]);
  });

  it('is none where nothing is unread', () => {
    expect(contentOf(0)).toBeUndefined();
  });
});

describe('the history', () => {
  const all = Array.from({ length: 350 }, (_, index) => said(index, index % 2 === 0 ? 'ben' : 'ann'));
  const history = ({ before, limit = 50 }: HistoryQuery = {}) => {
    const end = before === undefined ? all.length : all.findIndex(({ offset }) => offset === before);
    return Promise.resolve({ items: all.slice(Math.max(0, end - limit), end), hasMore: end > limit });
  };

  it('is gone through as far back as it takes', async () => {
    expect((await findFirstUnread({ history }, counted(150, 'e-340')))?.offset).toBe('e-42');
  });

  it('begins with it where more was counted than there is', async () => {
    expect((await findFirstUnread({ history }, counted(900, 'e-340')))?.offset).toBe('e-0');
  });
});
