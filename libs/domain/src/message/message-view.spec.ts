import type { Actor } from '../actor.js';
import { bob, eve, recorded } from '../testing/given-room.js';
import type { TalkEvent } from '../room/events.js';
import { applyTalk } from './message-view.js';

const posted = { type: 'MessagePosted', by: bob, content: 'hi', messageType: 'text' } as const;
const message = applyTalk(undefined, recorded(posted, 3));
const edit = (by: Actor = bob, about = 3): TalkEvent => ({ type: 'MessageEdited', message: about, content: 'ho', by });

describe('folding talk into a message', () => {
  it('gives nothing for an edit of what is unknown', () =>
    expect(applyTalk(undefined, recorded(edit(), 4))).toBeUndefined());
  it('leaves a message that was posted already', () =>
    expect(applyTalk(message, recorded({ ...posted, content: 'again' }, 3))).toBe(message));
  it('leaves a message that another event is about', () =>
    expect(applyTalk(message, recorded(edit(bob, 2), 4))).toBe(message));
  it('leaves a message that somebody else edits', () =>
    expect(applyTalk(message, recorded(edit(eve), 4))).toBe(message));
  it('leaves a message for an event of a later version', () =>
    expect(applyTalk(message, { ...recorded(posted, 4), event: { type: 'Pinned', message: 3 } as never })).toBe(
      message,
    ));
  it('never changes the message it is given', () => {
    const before = structuredClone(message);
    applyTalk(message, recorded(edit(), 4));
    applyTalk(message, recorded({ type: 'ReactionAdded', message: 3, emoji: '👍', by: eve }, 5));
    applyTalk(message, recorded({ type: 'MessageDeleted', message: 3, by: bob }, 6));
    expect(message).toEqual(before);
  });
});
