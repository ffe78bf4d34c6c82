import type { Frame } from '../client/ledger.js';
import { foldFrames, ofHistory, shown } from './fold.js';

const frame = (type: string, more: object): Frame => ({ type, messageId: 'm1', userId: 'ann', ...more });
const post = frame('message', { content: 'one' });

const after = (...frames: Frame[]): string => {
  const seen = foldFrames([post, ...frames]).get('m1');
  return seen ? shown(seen) : 'nothing';
};
const item = (more: object): string => shown(ofHistory(frame('message', { content: 'one', ...more })));

describe('what frames make of a message', () => {
  it('is its last edit by its author', () => {
    expect(after(frame('messageEdited', { content: 'two' }))).toBe(item({ content: 'two' }));
    expect(after(frame('messageEdited', { content: 'two', userId: 'bob' }))).toBe(item({}));
  });

  it('is nothing more once it is deleted', () => {
    const end = frame('messageDeleted', {});
    expect(after(end, frame('messageEdited', { content: 'two' }))).toBe(item({ content: '', deleted: true }));
  });

  it('is who reacted now, in whatever order', () => {
    const like = (userId: string, removed?: true) =>
      frame('reaction', { userId, emoji: '👍', ...(removed && { removed }) });
    expect(after(like('bob'), like('ann'), like('bob'))).toBe(item({ reactions: { '👍': ['ann', 'bob'] } }));
    expect(after(like('bob'), like('bob', true))).toBe(item({}));
    expect(after(like('bob'))).not.toBe(item({}));
  });
});
