import type { Actor } from '../actor.js';
import { bob, eve, given, joined, muted, opened, verified } from '../testing/given-room.js';
import { facts, gone, react, room, unknown, unreact } from '../testing/talk-wishes.js';

describe('reactions', () => {
  const added = (emoji = '👍', by: Actor = eve) => ({ type: 'ReactionAdded', message: 9, emoji, by }) as const;
  it('are open to members', () =>
    given(...room)
      .when(react())
      .then(added()));
  it('are open to the muted', () =>
    given(...room, muted(eve))
      .when(react())
      .then(added()));
  it('twice the same change nothing', () =>
    given(...room)
      .when(react(bob))
      .thenNothing());
  it('of another kind are possible', () =>
    given(...room)
      .when(react(bob, '🔥'))
      .then(added('🔥', bob)));
  it('can be taken back', () =>
    given(...room)
      .when(unreact())
      .then({ type: 'ReactionRemoved', message: 9, emoji: '👍', by: bob }));
  it('that one has not made change nothing when taken back', () =>
    given(...room)
      .when(unreact(eve))
      .thenNothing());
  it.each(['👍', '👨‍👩‍👧', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', ':thumbs_up:', '__proto__', 'constructor', 'x'.repeat(32)])('may be %s', (emoji) => {
    given(...room)
      .when(react(eve, emoji, { ...facts, reactions: {} }))
      .then(added(emoji));
    given(...room)
      .when(unreact(eve, emoji, { ...facts, reactions: {} }))
      .thenNothing();
  });
  it.each(['', ' ', 'a b', '\u0000', '\ud800', 'x'.repeat(33)])('may not be %j', (emoji) => {
    given(...room)
      .when(react(eve, emoji))
      .thenRejected('invalid_emoji');
    given(...room)
      .when(unreact(eve, emoji))
      .thenRejected('invalid_emoji');
  });
  it.each([react, unreact])('to a deleted message are refused', (wish) =>
    given(...room)
      .when(wish(bob, '👍', gone))
      .thenRejected('message_not_found'),
  );
  it.each([react, unreact])('to an unknown message are refused', (wish) =>
    given(...room)
      .when(unknown(wish()))
      .thenRejected('message_not_found'),
  );
  it('by users of the same name as an object member are told apart', () =>
    given(opened(), joined(verified('__proto__')))
      .when(react(verified('__proto__')))
      .then(added('👍', verified('__proto__'))));
});
