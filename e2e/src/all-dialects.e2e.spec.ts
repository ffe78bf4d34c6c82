import { formatMessageId } from './message-ids.js';
import { EnvelopeClient } from './envelope-client.js';
import { setListeners } from './listeners.js';
import { MattermostClient, postIn } from './mattermost-client.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_MESSAGE_RATE: '0' } });
const { listen, keep } = setListeners(scene);

/** Somebody with envelopes, closed after the test. */
const envelopes = async (path: string, userId: string): Promise<EnvelopeClient> => {
  const client = await EnvelopeClient.open(scene.stack.socketUrl, { path, token: scene.stack.token(userId) });
  keep({ close: () => client.close().then(() => undefined) });
  return client;
};

async function chats(userId: string, roomId: string): Promise<EnvelopeClient> {
  const client = await envelopes('/ws/chat', userId);
  await client.rooms();
  await client.openRoom(roomId);
  return client;
}

/** Somebody with Mattermost's own client, as a member of the room. */
async function comes(userId: string, roomId: string): Promise<{ client: MattermostClient; channel_id: string }> {
  const client = keep(await MattermostClient.login(scene.stack.url, userId));
  await client.connect();
  const { id } = await client.rest.getMe();
  await client.rest.addToChannel(id, roomId);
  const { data } = await client.next('user_added');
  return { client, channel_id: data['channel_id'] as string };
}

it('people of every language sit in one room, on whichever gateway, and hear the same in one order', async () => {
  const roomId = scene.newRoom();
  const rooms = await scene.connect('rooms');
  await rooms.join(roomId);
  const envelope = await chats('envelope', roomId);
  const { client: mattermost, channel_id } = await comes('mattermost', roomId);
  const stream = await listen('listener', { rooms: [roomId] });

  for (let round = 0; round < 5; round += 1) {
    rooms.send({ action: 'message', roomId, content: `rooms ${round}` });
    envelope.send('send_message', { roomId, content: `envelope ${round}`, type: 'text' });
    await mattermost.rest.createPost({ channel_id, message: `mattermost ${round}` });
  }
  await rooms.say(roomId, 'the end');
  const last = await mattermost.hears('the end');
  await envelope.next('message', { content: 'the end' });
  const told = await stream.next({ type: 'message', content: 'the end' });

  const order = rooms.of('message').map(({ content }) => content);
  expect(order).toHaveLength(16);
  expect(mattermost.heard).toEqual(order);
  expect(envelope.of('message').map(({ content }) => content)).toEqual(order);
  expect(stream.of('message').map(({ content }) => content)).toEqual(order);
  expect(envelope.of('message').map(({ id }) => id)).toEqual(rooms.of('message').map(({ messageId }) => messageId));
  expect(told).toEqual(rooms.of('message').at(-1));
  expect(formatMessageId(postIn(last)['id'] as string)).toBe(told['messageId']);
});

describe('an answer', () => {
  it('from one language to another is one in all of them, and notifies whom it answers once', async () => {
    const roomId = scene.newRoom();
    const romy = await scene.connect('romy');
    await romy.join(roomId);
    const { client: matt, channel_id } = await comes('matt', roomId);
    const envelope = await chats('enno', roomId);
    const stream = await listen('listener', { rooms: [roomId] });
    const [mattsScreen, romysScreen] = [
      await envelopes('/ws/notifications', 'matt'),
      await envelopes('/ws/notifications', 'romy'),
    ];

    const asked = await matt.rest.createPost({ channel_id, message: 'who is there?' });
    const question = await romy.next({ type: 'message', content: 'who is there?' });
    const answer = await romy.say(roomId, 'me, @matt', { replyTo: question['messageId'] });
    expect(answer['replyTo']).toBe(formatMessageId(asked.id));
    const post = postIn(await matt.hears('me, @matt'));
    expect(post).toMatchObject({ root_id: asked.id });
    expect(formatMessageId(post['id'] as string)).toBe(answer['messageId']);
    expect(await envelope.next('message', { content: 'me, @matt' })).toMatchObject({ replyTo: question['messageId'] });
    expect(await stream.next({ type: 'message', content: 'me, @matt' })).toEqual(answer);

    await envelope.say(roomId, 'me too', { replyTo: answer['messageId'] });
    expect(postIn(await matt.hears('me too'))).toMatchObject({ root_id: asked.id });
    romy.send({ action: 'edit', roomId, messageId: answer['messageId'], content: 'me' });
    expect(postIn(await matt.next('post_edited'))).toMatchObject({ id: post['id'], root_id: asked.id, message: 'me' });

    const greeting = await romy.say(roomId, 'hello');
    const greeted = postIn(await matt.hears('hello'))['id'] as string;
    const back = await matt.rest.createPost({ channel_id, message: 'hi', root_id: greeted });
    expect(back.root_id).toBe(greeted);
    expect(await romy.next({ type: 'message', content: 'hi' })).toMatchObject({ replyTo: greeting['messageId'] });

    for (const thread of [await matt.rest.getPostThread(asked.id), await matt.rest.getPostThread(post['id'] as string)])
      expect(thread.order.map((id) => [thread.posts[id]?.message, thread.posts[id]?.reply_count])).toEqual([
        ['me too', 2],
        ['me', 2],
        ['who is there?', 2],
      ]);

    await romy.say(roomId, '@matt and @romy, that was all');
    await envelope.say(roomId, '@romy indeed');
    await mattsScreen.next('notification', { message: '@matt and @romy, that was all' });
    await romysScreen.next('notification', { message: '@romy indeed' });
    const told = (screen: EnvelopeClient) => screen.of('notification').map(({ title }) => title);
    const room = `Room ${roomId}`;
    expect(told(mattsScreen)).toEqual([`romy replied to you in ${room}`, `romy mentioned you in ${room}`]);
    expect(told(romysScreen)).toEqual([
      `enno replied to you in ${room}`,
      `matt replied to you in ${room}`,
      `enno mentioned you in ${room}`,
    ]);
  });

  it('to what is not there is refused in every language, and the connection lives on', async () => {
    const [roomId, otherRoom] = [scene.newRoom(), scene.newRoom()];
    const sam = await scene.connect('sam', { query: { rooms: 'many' } });
    await sam.join(roomId);
    await sam.join(otherRoom);
    const elsewhere = await sam.say(otherRoom, 'elsewhere');
    const gone = await sam.say(roomId, 'oops');
    sam.send({ action: 'delete', roomId, messageId: gone['messageId'] });
    await sam.next('messageDeleted');
    const [epoch = ''] = String(gone['offset']).split('-');
    const unknown = [elsewhere['messageId'], gone['messageId'], `m${epoch}-zzzz`, 'nonsense', ''];
    const envelope = await chats('elli', roomId);
    for (const [index, replyTo] of unknown.entries()) {
      const clientMessageId = `c${index}`;
      sam.send({ action: 'message', roomId, content: 'why?', replyTo, clientMessageId });
      expect(await sam.next('error')).toMatchObject({ code: 'message_not_found', clientMessageId });
      envelope.send('send_message', { roomId, content: 'why?', replyTo });
      expect(await envelope.next('error')).toMatchObject({ code: 'message_not_found' });
    }
    const { client: mia, channel_id } = await comes('mia', roomId);
    const deleted = { channel_id, message: 'why?', root_id: 'x'.repeat(26) };
    await expect(mia.rest.createPost(deleted)).rejects.toMatchObject({ status_code: 404 });
    await sam.say(roomId, 'still here');
    await mia.hears('still here');
    expect(sam.of('message').filter(({ content }) => content === 'why?')).toEqual([]);
  });
});
