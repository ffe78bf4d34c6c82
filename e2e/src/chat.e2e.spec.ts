import { messagesPath, get, readAll, readPage } from './api.js';
import type { Client, Frame } from './client.js';
import { setScene } from './scene.js';

const scene = setScene();

const contents = (frames: readonly Frame[]): unknown[] => frames.map(({ content }) => content);
const itemsOf = (frame: Frame): Frame[] => frame['items'] as Frame[];

/** A room with these people in it; the first one opened it. */
async function roomWith<const Names extends readonly string[]>(...names: Names) {
  const roomId = scene.newRoom();
  const people: Client[] = [];
  for (const name of names) {
    const client = await scene.connect(name);
    await client.join(roomId);
    people.push(client);
  }
  return { roomId, people: people as { [K in keyof Names]: Client } };
}

describe('two people in a room', () => {
  it('hear each message once and in order, their own too', async () => {
    const { roomId, people } = await roomWith('alice', 'bob');
    const [alice, bob] = people;
    const script = Array.from({ length: 15 }, (_, index) => `line ${index}`);
    for (const line of script) {
      alice.send({ action: 'message', roomId, content: `alice: ${line}` });
      bob.send({ action: 'message', roomId, content: `bob: ${line}` });
    }
    for (const client of people) {
      await client.next({ type: 'message', content: 'alice: line 14' });
      await client.next({ type: 'message', content: 'bob: line 14' });
    }
    expect(contents(alice.of('message'))).toEqual(contents(bob.of('message')));
    for (const name of ['alice', 'bob']) {
      const own = alice.of('message').filter(({ userId }) => userId === name);
      expect(contents(own)).toEqual(script.map((line) => `${name}: ${line}`));
    }
  });

  it('get the fields of the contract in every message', async () => {
    const { roomId, people } = await roomWith('alice', 'bob');
    const said = await people[0].say(roomId, '狼煙 🔥', { clientMessageId: 'c-1', timestamp: 'of the client' });
    expect(said).toEqual({
      type: 'message',
      messageId: expect.any(String) as string,
      roomId,
      userId: 'alice',
      username: 'alice',
      content: '狼煙 🔥',
      messageType: 'text',
      clientMessageId: 'c-1',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      offset: expect.any(String) as string,
    });
    expect(await people[1].next('message')).toEqual(said);
  });

  it('see that the other types, and the typer does not, on any connection', async () => {
    const { roomId, people } = await roomWith('alice', 'bob', 'bob');
    const [alice, bob, bobsOtherTab] = people;
    bob.send({ action: 'typing', roomId, isTyping: true });
    expect(await alice.next('typing')).toMatchObject({ roomId, userId: 'bob', isTyping: true });
    bob.send({ action: 'typing', roomId, isTyping: false });
    const stopped = await alice.next('typing');
    expect(stopped).toMatchObject({ roomId, userId: 'bob', isTyping: false });
    expect(stopped).not.toHaveProperty('offset');
    // The live feed brings this message after what was typed before.
    await bob.say(roomId, 'done');
    await bobsOtherTab.next({ type: 'message', content: 'done' });
    expect([...bob.of('typing'), ...bobsOtherTab.of('typing')]).toEqual([]);
  });

  it('are told who comes and goes, and how many are here', async () => {
    const { roomId, people } = await roomWith('alice');
    const [alice] = people;
    const bob = await scene.connect('bob');
    expect(await bob.join(roomId)).toMatchObject({ memberCount: 2, roomName: `Room ${roomId}` });
    const { connectionId } = bob;
    expect(await alice.next('memberJoined')).toMatchObject({ roomId, userId: 'bob', connectionId, memberCount: 2 });
    bob.send({ action: 'leaveRoom' });
    expect(await bob.next('leftRoom')).toMatchObject({ roomId });
    expect(await alice.next('memberLeft')).toMatchObject({ roomId, userId: 'bob', connectionId, memberCount: 1 });
  });

  it('see one presence in two tabs of a user', async () => {
    const { roomId, people } = await roomWith('alice', 'bob', 'bob');
    const [alice, tab, otherTab] = people;
    await tab.close();
    otherTab.send({ action: 'leaveRoom', roomId });
    expect(await alice.next('memberLeft')).toMatchObject({ userId: 'bob', memberCount: 1 });
    await alice.settled();
    expect(alice.of('memberJoined')).toHaveLength(1);
    expect(alice.of('memberLeft')).toHaveLength(1);
  });

  it('see somebody leave whose connection is closed or cut', async () => {
    const { people } = await roomWith('alice', 'bob', 'carol');
    const [alice, bob, carol] = people;
    await bob.close();
    await alice.next({ type: 'memberLeft', userId: 'bob' });
    carol.reset();
    await alice.next({ type: 'memberLeft', userId: 'carol' });
  });
});

describe('somebody who comes later', () => {
  it('reads what was said, by frame and over HTTP', async () => {
    const { roomId, people } = await roomWith('alice');
    for (const line of ['one', 'two', 'three']) await people[0].say(roomId, line);
    const carol = await scene.connect('carol');
    await carol.join(roomId);
    carol.send({ action: 'history', roomId });
    const history = await carol.next('history');
    expect(history).toMatchObject({ roomId, more: false });
    expect(itemsOf(history)).toEqual(people[0].of('message'));
    const page = await readPage(scene.stack, { roomId, token: scene.stack.token('dave') });
    expect(page.items).toEqual(people[0].of('message'));
  });

  it('pages through it in both directions', async () => {
    const { roomId, people } = await roomWith('alice');
    const [alice] = people;
    for (let index = 0; index < 7; index += 1) await alice.say(roomId, `line ${index}`);
    const said = alice.of('message');
    const ask = async (query: object): Promise<Frame> => {
      alice.send({ action: 'history', roomId, ...query });
      return alice.next('history');
    };
    const latest = await ask({ limit: 3 });
    expect(latest).toMatchObject({ items: said.slice(4), more: true });
    expect(await ask({ limit: 3, before: said[4]?.['offset'] })).toMatchObject({ items: said.slice(1, 4), more: true });
    expect(await ask({ limit: 3, before: said[1]?.['offset'] })).toMatchObject({
      items: said.slice(0, 1),
      more: false,
    });
    expect(await ask({ limit: 3, after: said[0]?.['offset'] })).toMatchObject({ items: said.slice(1, 4), more: true });
    expect(await ask({ after: said[4]?.['offset'] })).toMatchObject({ items: said.slice(5), more: false });
    expect(await readAll(scene.stack, { roomId, token: scene.stack.token('dave') })).toEqual(said);
  });

  it('is told that a room nobody opened is not there', async () => {
    const answer = await get(scene.stack, messagesPath('nobody was here'), scene.stack.token('alice'));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'room_not_found' });
  });
});

describe('a message with an id of the client', () => {
  it('is acknowledged with its place, and a resend with the same place and no second broadcast', async () => {
    const { roomId, people } = await roomWith('alice', 'bob');
    const [alice, bob] = people;
    const said = await alice.say(roomId, 'only once', { clientMessageId: 'm-1' });
    const { messageId, offset, timestamp } = said;
    const accepted = await alice.next('accepted');
    expect(accepted).toMatchObject({ clientMessageId: 'm-1', messageId, offset, timestamp });
    alice.send({ action: 'message', roomId, content: 'only once', clientMessageId: 'm-1' });
    expect(await alice.next('accepted')).toEqual(accepted);
    await alice.say(roomId, 'after it');
    await bob.next({ type: 'message', content: 'after it' });
    expect(contents(bob.of('message'))).toEqual(['only once', 'after it']);
    expect(contents(alice.of('message'))).toEqual(['only once', 'after it']);
  });

  it('keeps its place when it is resent on a new connection', async () => {
    const { roomId, people } = await roomWith('alice', 'bob');
    await people[0].say(roomId, 'once', { clientMessageId: 'again' });
    const accepted = await people[0].next('accepted');
    people[0].reset();
    const back = await scene.connect('alice');
    await back.join(roomId);
    back.send({ action: 'message', roomId, content: 'once', clientMessageId: 'again' });
    expect(await back.next('accepted')).toEqual(accepted);
    expect(await readAll(scene.stack, { roomId, token: scene.stack.token('alice') })).toHaveLength(1);
  });

  it('may have the same id as one of another user or room', async () => {
    const { roomId, people } = await roomWith('alice', 'bob');
    const [alice, bob] = people;
    await alice.say(roomId, 'of alice', { clientMessageId: '1' });
    await bob.say(roomId, 'of bob', { clientMessageId: '1' });
    const otherRoom = scene.newRoom();
    await alice.join(otherRoom);
    await alice.say(otherRoom, 'elsewhere', { clientMessageId: '1' });
  });
});

describe('a message that was said', () => {
  it('is edited, reacted to and deleted for everybody, and in the history', async () => {
    const { roomId, people } = await roomWith('alice', 'bob');
    const [alice, bob] = people;
    const { messageId } = await alice.say(roomId, 'frist');
    alice.send({ action: 'edit', roomId, messageId, content: 'first' });
    expect(await bob.next('messageEdited')).toMatchObject({ roomId, messageId, content: 'first', userId: 'alice' });
    bob.send({ action: 'react', roomId, messageId, emoji: '👍' });
    expect(await alice.next('reaction')).toMatchObject({ roomId, messageId, userId: 'bob', emoji: '👍' });
    alice.send({ action: 'history', roomId });
    const [item] = itemsOf(await alice.next('history'));
    expect(item).toMatchObject({ messageId, content: 'first', reactions: { '👍': ['bob'] } });
    expect(item).toHaveProperty('editedAt');
    bob.send({ action: 'react', roomId, messageId, emoji: '👍', remove: true });
    expect(await alice.next({ type: 'reaction', removed: true })).toMatchObject({ messageId, emoji: '👍' });
    alice.send({ action: 'delete', roomId, messageId });
    expect(await bob.next('messageDeleted')).toMatchObject({ roomId, messageId });
    const [deleted] = (await readPage(scene.stack, { roomId, token: scene.stack.token('bob') })).items;
    expect(deleted).toMatchObject({ messageId, deleted: true });
    expect(deleted?.['content']).not.toBe('first');
  });

  it('is its author’s: others may not edit it, and only the owner of the room may delete it', async () => {
    const { roomId, people } = await roomWith('owner', 'alice', 'bob');
    const [owner, alice, bob] = people;
    const { messageId } = await alice.say(roomId, 'mine');
    bob.send({ action: 'edit', roomId, messageId, content: 'stolen' });
    expect(await bob.next('error')).toMatchObject({ code: 'not_your_message', action: 'edit', roomId });
    bob.send({ action: 'delete', roomId, messageId });
    expect(await bob.next('error')).toMatchObject({ action: 'delete', roomId });
    owner.send({ action: 'edit', roomId, messageId, content: 'stolen' });
    expect(await owner.next('error')).toMatchObject({ code: 'not_your_message' });
    owner.send({ action: 'delete', roomId, messageId });
    await alice.next({ type: 'messageDeleted', messageId });
    expect(alice.of('messageEdited')).toEqual([]);
  });

  it('cannot be changed from another room', async () => {
    const { roomId, people } = await roomWith('alice', 'bob');
    const { messageId } = await people[0].say(roomId, 'here');
    const otherRoom = scene.newRoom();
    const carol = await scene.connect('alice');
    await carol.join(otherRoom);
    carol.send({ action: 'edit', roomId: otherRoom, messageId, content: 'there' });
    expect(await carol.next('error')).toMatchObject({ code: 'message_not_found' });
    carol.send({ action: 'edit', roomId, messageId, content: 'there' });
    expect(await carol.next('error')).toMatchObject({ message: 'You are not in this room' });
  });
});
