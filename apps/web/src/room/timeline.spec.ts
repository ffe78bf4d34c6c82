import type { Message } from './message.js';
import { arrange } from './timeline.js';

const noon = new Date(2026, 4, 20, 12).getTime();
const minute = 60_000;

const said = (id: string, userId: string, at: number): Message => ({
  ...{ messageId: id, userId, username: userId, content: id, offset: id, deleted: false, reactions: new Map() },
  timestamp: new Date(at).toISOString(),
});
const me = { userId: 'ada', username: 'Ada' };

describe('the timeline', () => {
  it('puts together what one person says in a row', () => {
    const messages = [said('1', 'bo', noon), said('2', 'bo', noon + minute), said('3', 'cy', noon + 2 * minute)];
    const [day] = arrange(messages, [], me);
    expect(day?.turns.map(({ lines }) => lines.map(({ key }) => key))).toEqual([['1', '2'], ['3']]);
  });

  it('starts a new turn after a pause, so that the time above it is true', () => {
    const [day] = arrange([said('1', 'bo', noon), said('2', 'bo', noon + 5 * minute)], [], me);
    expect(day?.turns).toHaveLength(2);
  });

  it('separates the days of the reader', () => {
    const days = arrange([said('1', 'bo', noon), said('2', 'bo', noon + 24 * 60 * minute)], [], me);
    expect(days.map(({ turns }) => turns.length)).toEqual([1, 1]);
  });

  it('shows what is on its way last', () => {
    const outgoing = [{ clientMessageId: 'c1', content: 'mine', queuedAt: noon - minute }];
    const [day] = arrange([said('1', 'bo', noon)], outgoing, me);
    expect(day?.turns.map(({ userId }) => userId)).toEqual(['bo', 'ada']);
  });
});
