import { roomLane, type Actor, type RoomEvent } from '@noroshi/domain';
import { encodeEvent } from './events.js';
import { postIdOf } from './ids.js';
import { postOf } from './models.js';

const epoch = 'e1';
const ann: Actor = { id: 'ann', name: 'Ann', guest: false };
const bob = { id: 'bob', guest: false };

/** The post within what is said of an event. */
function postOfEvent(event: RoomEvent): Record<string, unknown> {
  const recorded = { event, lane: roomLane('lobby', 'talk'), position: 37, recordedAt: 1_000 };
  const { data } = JSON.parse(`${encodeEvent({ kind: 'event', epoch, recorded }) ?? ''}}`) as {
    data: { post: string };
  };
  return JSON.parse(data.post) as Record<string, unknown>;
}

describe('a thread', () => {
  it.each([
    ['an answer to its first message', { message: 30, root: 30, author: bob }],
    ['an answer to an answer', { message: 33, root: 30, author: bob }],
  ])('has %s under its first message', (_, replyTo) => {
    const post = postOfEvent({ type: 'MessagePosted', by: ann, content: 'hi', messageType: 'text', replyTo });
    expect(post).toMatchObject({ id: postIdOf(epoch, 37), root_id: postIdOf(epoch, 30) });
  });

  it('keeps what is edited and what is deleted', () => {
    for (const change of [
      { type: 'MessageEdited', message: 33, content: 'ho', by: ann, root: 30 },
      { type: 'MessageDeleted', message: 33, by: ann, root: 30 },
    ] as const)
      expect(postOfEvent(change)).toMatchObject({ id: postIdOf(epoch, 33), root_id: postIdOf(epoch, 30) });
  });

  it('is none where nothing is answered', () => {
    const said = { type: 'MessagePosted', by: ann, content: 'hi', messageType: 'text' } as const;
    for (const event of [said, { type: 'MessageEdited', message: 33, content: 'ho', by: ann } as const])
      expect(postOfEvent(event)).toMatchObject({ root_id: '' });
  });

  it('is read from the history as well', () => {
    const message = { roomId: 'lobby', position: 37, postedAt: 1, by: ann, content: 'hi', messageType: 'text' };
    const replyTo = { message: 33, root: 30, author: bob };
    expect(postOf({ ...message, reactions: {}, replyTo }, epoch)).toMatchObject({ root_id: postIdOf(epoch, 30) });
  });
});
