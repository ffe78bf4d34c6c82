import type { Actor } from '../actor.js';
import {
  archived,
  banned,
  bob,
  eve,
  given,
  guest,
  gus,
  joined,
  left,
  moe,
  muted,
  now,
  olga,
  opened,
  removed,
} from '../testing/given-room.js';
import { room, facts, gone, post, posted, edit, remove, react, unreact, unknown } from '../testing/talk-wishes.js';
import type { MessageFacts } from './commands.js';

describe.each([
  { name: 'posting', wish: post },
  { name: 'editing', wish: edit },
  { name: 'deleting', wish: remove },
  { name: 'reacting', wish: react },
  { name: 'taking back a reaction', wish: unreact },
])('$name', ({ wish }) => {
  it('needs a room', () => given().when(wish(bob)).thenRejected('room_not_found'));
  it('needs a room that is not archived', () =>
    given(...room, archived)
      .when(wish(bob))
      .thenRejected('room_archived'));
  it('needs a membership', () => given(opened()).when(wish(bob)).thenRejected('not_a_member'));
  it('is refused to who left', () =>
    given(...room, left(bob))
      .when(wish(bob))
      .thenRejected('not_a_member'));
  it('is refused to who was removed', () =>
    given(...room, removed(bob))
      .when(wish(bob))
      .thenRejected('not_a_member'));
  it('is refused to the banned', () =>
    given(...room, banned(bob))
      .when(wish(bob))
      .thenRejected('banned'));
  it("is refused to a guest under a member's id", () =>
    given(...room)
      .when(wish(guest(bob.id)))
      .thenRejected('not_a_member'));
});

describe('posting', () => {
  it('says it to the room', () =>
    given(...room)
      .when(post())
      .then(posted()));
  it('keeps the client message id', () =>
    given(...room)
      .when(post(bob, { clientMessageId: 'c1' }))
      .then({ ...posted(), clientMessageId: 'c1' }));
  it('is open to visitors', () => given(opened(), joined(eve, 'visitor')).when(post(eve)).then(posted(eve)));
  it('is open to guests who visit', () => given(opened(), joined(gus, 'visitor')).when(post(gus)).then(posted(gus)));
  it('is refused while muted', () =>
    given(...room, muted(bob, now + 1))
      .when(post())
      .thenRejected('muted'));
  it('is open again when the mute has ended', () =>
    given(...room, muted(bob, now))
      .when(post())
      .then(posted()));
  it('is refused to the muted at a time that is none', () =>
    given(...room, muted(bob))
      .when({ ...post(), at: Number.NaN })
      .thenRejected('muted'));
  it.each(['', ' ', '\n\t \u00a0', 'x'.repeat(16_385)])('refuses %j as content', (content) =>
    given(...room)
      .when(post(bob, { content }))
      .thenRejected('invalid_content'),
  );
  it.each(['x', ' x ', 'x'.repeat(16_384)])('takes %j as content', (content) =>
    given(...room)
      .when(post(bob, { content }))
      .then({ ...posted(), content }),
  );
  it.each(['', 'system', 'Text', 'a b', 'x'.repeat(33), '<b>', 'a\nb', 'text\n'])(
    'refuses the type %j',
    (messageType) =>
      given(...room)
        .when(post(bob, { messageType }))
        .thenRejected('invalid_message_type'),
  );
  it.each(['text', 'image', 'file', 'poll.v2', 'my-app_x', 'x'.repeat(32)])('takes the type %s', (messageType) =>
    given(...room)
      .when(post(bob, { messageType }))
      .then(posted(bob, messageType)),
  );
  it.each(['image', 'file'])('refuses the type %s where files are not shared', (messageType) =>
    given(opened({ allowFileSharing: false }), joined(bob))
      .when(post(bob, { messageType }))
      .thenRejected('files_not_allowed'),
  );
  it('takes text where files are not shared', () =>
    given(opened({ allowFileSharing: false }), joined(bob))
      .when(post())
      .then(posted()));
});

describe('an answer', () => {
  const answer = (message: MessageFacts | undefined, by = eve) => post(by, { replyTo: { message } });
  const author = { id: bob.id, guest: false };

  it('says what it answers, and whom', () =>
    given(...room)
      .when(answer(facts))
      .then({ ...posted(eve), replyTo: { message: 9, root: 9, author } }));
  it('to an answer knows the message that began it', () =>
    given(...room)
      .when(answer({ ...facts, root: 4 }))
      .then({ ...posted(eve), replyTo: { message: 9, root: 4, author } }));
  it('may be to oneself', () =>
    given(...room)
      .when(answer(facts, bob))
      .then({ ...posted(bob), replyTo: { message: 9, root: 9, author } }));
  it('to a guest says that it is one', () =>
    given(...room)
      .when(answer({ ...facts, authorIsGuest: true }))
      .then({ ...posted(eve), replyTo: { message: 9, root: 9, author: { ...author, guest: true } } }));
  it('to a deleted message is refused', () =>
    given(...room)
      .when(answer(gone))
      .thenRejected('message_not_found'));
  it('to an unknown message is refused', () =>
    given(...room)
      .when(answer(undefined))
      .thenRejected('message_not_found'));
  it('is refused to the muted as everything is', () =>
    given(...room, muted(eve))
      .when(answer(facts))
      .thenRejected('muted'));
  it('tells those who are not in the room nothing of its messages', () =>
    given(opened()).when(answer(undefined)).thenRejected('not_a_member'));
});

describe('editing', () => {
  it('changes what one said', () =>
    given(...room)
      .when(edit())
      .then({ type: 'MessageEdited', message: 9, content: 'ho', by: bob, postedAt: 40 }));
  it('an answer tells the message that began it', () =>
    given(...room)
      .when(edit(bob, { ...facts, root: 4 }))
      .then({ type: 'MessageEdited', message: 9, content: 'ho', by: bob, postedAt: 40, root: 4 }));
  it.each([olga, moe, eve])("is refused for others' messages, also to the owner and moderators", (by) =>
    given(...room)
      .when(edit(by))
      .thenRejected('not_your_message'),
  );
  it('is refused while muted', () =>
    given(...room, muted(bob))
      .when(edit())
      .thenRejected('muted'));
  it.each(['', ' ', 'x'.repeat(16_385)])('to %j is refused', (content) =>
    given(...room)
      .when(edit(bob, facts, content))
      .thenRejected('invalid_content'),
  );
  it('to the same content changes nothing', () =>
    given(...room)
      .when(edit(bob, facts, 'hi'))
      .thenNothing());
  it('of a deleted message is refused', () =>
    given(...room)
      .when(edit(bob, gone))
      .thenRejected('message_not_found'));
  it('of an unknown message is refused', () =>
    given(...room)
      .when(unknown(edit()))
      .thenRejected('message_not_found'));
  it("is refused to a guest for a verified user's message under the same id", () =>
    given(opened(), joined(guest(bob.id), 'visitor'))
      .when(edit(guest(bob.id)))
      .thenRejected('not_your_message'));
  it("is refused to a verified user for a guest's message under the same id", () =>
    given(...room)
      .when(edit(bob, { ...facts, authorIsGuest: true }))
      .thenRejected('not_your_message'));
  it('is open to a guest for an own message', () =>
    given(opened(), joined(gus, 'visitor'))
      .when(edit(gus, { ...facts, authorId: gus.id, authorIsGuest: true }))
      .then({ type: 'MessageEdited', message: 9, content: 'ho', by: gus, postedAt: 40 }));
});

describe('deleting', () => {
  const deleted = (by: Actor) => ({ type: 'MessageDeleted', message: 9, by, authorId: bob.id, postedAt: 40 }) as const;
  it.each([bob, olga, moe])('is open to the author, the owner and moderators', (by) =>
    given(...room)
      .when(remove(by))
      .then(deleted(by)),
  );
  it('an answer tells the message that began it', () =>
    given(...room)
      .when(remove(bob, { ...facts, root: 4 }))
      .then({ ...deleted(bob), root: 4 }));
  it("is refused for others' messages", () =>
    given(...room)
      .when(remove(eve))
      .thenRejected('not_your_message'));
  it('is open to the muted', () =>
    given(...room, muted(bob))
      .when(remove())
      .then(deleted(bob)));
  it('of a deleted message is refused', () =>
    given(...room)
      .when(remove(bob, gone))
      .thenRejected('message_not_found'));
  it('of an unknown message is refused', () =>
    given(...room)
      .when(unknown(remove()))
      .thenRejected('message_not_found'));
});
