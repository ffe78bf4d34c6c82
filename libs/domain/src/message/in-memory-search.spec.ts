import { bob } from '../testing/given-room.js';
import { searchIn } from './in-memory-search.js';
import type { Message } from './message-history.js';

const message = (position: number, content: string): Message => ({
  ...{ roomId: 'lobby', position, postedAt: 0, by: bob, content, messageType: 'text', reactions: {} },
});

describe('a search in memory', () => {
  it('looks at a bounded number of messages, and goes on where it ended', () => {
    const long = Array.from({ length: 120_000 }, (_, index) => message(index + 1, index === 0 ? 'needle' : 'hay'));
    const short = [message(1, 'needle'), message(119_999, 'needle')];
    let page = searchIn([long, short], { text: 'needle', limit: 10 });
    expect(page.items.map(({ position }) => position)).toEqual([119_999]);
    let pages = 1;
    const found = [...page.items];
    while (page.before !== undefined) {
      page = searchIn([long, short], { text: 'needle', limit: 10, before: page.before });
      found.unshift(...page.items);
      pages += 1;
    }
    expect(pages).toBe(5);
    expect(found.map(({ position }) => position)).toEqual([1, 1, 119_999]);
  });
});
