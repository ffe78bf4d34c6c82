import { shortIdOf } from './mattermost-ids.js';
import { MattermostClient, postIn, RawMattermost, within } from './mattermost-client.js';
import { setScene } from './scene.js';

const scene = setScene();

const here: MattermostClient[] = [];
const sockets: RawMattermost[] = [];
afterEach(() => {
  for (const client of here.splice(0)) client.close();
  for (const { socket } of sockets.splice(0)) socket.terminate();
});

async function comes(userId: string): Promise<MattermostClient> {
  const client = await MattermostClient.login(scene.stack.url, userId);
  here.push(client);
  await client.connect();
  return client;
}

async function opens(options: Parameters<typeof RawMattermost.open>[1] = {}): Promise<RawMattermost> {
  const socket = await RawMattermost.open(scene.stack.socketUrl, options);
  sockets.push(socket);
  return socket;
}

/** Opens a channel, and resolves when its owner hears it. */
async function channel(owner: MattermostClient, name: string, type: 'O' | 'P' = 'O'): Promise<string> {
  const { id } = await owner.rest.createChannel({ name, display_name: `The ${name}`, type, team_id: 'any' });
  await owner.next(({ event, data }) => event === 'channel_created' && data['channel_id'] === id);
  return id;
}

const challenge = (token: string, seq?: number) => ({
  action: 'authentication_challenge',
  data: { token },
  ...(seq === undefined ? {} : { seq }),
});

describe("Mattermost's own client", () => {
  it('logs in, and is greeted before its challenge is answered', async () => {
    const ann = await MattermostClient.login(scene.stack.url, 'ann');
    here.push(ann);
    const me = await ann.rest.getMe();
    expect(me).toMatchObject({ id: shortIdOf('ann'), username: 'ann' });
    const hello = await ann.connect();
    expect(hello).toMatchObject({ seq: 0, broadcast: { user_id: me.id } });
    expect(hello.data['connection_id']).toMatch(/^[a-z0-9]{26}$/);
    await ann.next(({ event, data }) => event === 'status_change' && data['status'] === 'online');
    expect(ann.events.map(({ seq }) => seq)).toEqual(ann.events.map((_, index) => index));
    const raw = await opens();
    raw.send(challenge(ann.rest.getToken(), 1));
    raw.send({ action: 'ping', seq: 2 });
    await raw.next({ seq_reply: 2 });
    const others = raw.frames.filter(({ event }) => event !== 'status_change');
    expect(others.map(({ event, seq_reply }) => event ?? seq_reply).slice(0, 3)).toEqual(['hello', 1, 2]);
  });

  it('posts what everybody in the room hears, in any language, with one content and one order', async () => {
    const roomId = scene.newRoom();
    const ann = await comes('ann');
    const channelId = await channel(ann, roomId);
    const bob = await scene.connect('bob');
    await bob.join(roomId);
    await ann.next(({ event, data }) => event === 'user_added' && data['user_id'] === shortIdOf('bob'));
    for (const message of ['one', 'two']) await ann.rest.createPost({ channel_id: channelId, message });
    await bob.say(roomId, 'three');
    await ann.rest.createPost({ channel_id: channelId, message: 'four', pending_post_id: 'ann:4' });
    const four = await ann.hears('four');
    await bob.next({ type: 'message', content: 'four' });
    expect(ann.heard).toEqual(['one', 'two', 'three', 'four']);
    expect(bob.of('message').map(({ content }) => content)).toEqual(ann.heard);
    expect(four).toMatchObject({
      data: { channel_id: channelId, channel_type: 'O', channel_name: roomId, sender_name: '@ann' },
      broadcast: { channel_id: channelId },
    });
    expect(postIn(four)).toMatchObject({ user_id: shortIdOf('ann'), channel_id: channelId, pending_post_id: 'ann:4' });
    const { order, posts } = await ann.rest.getPosts(channelId);
    expect(order.map((id) => posts[id]?.message)).toEqual(['four', 'three', 'two', 'one']);
    expect(order[0]).toBe(postIn(four)['id']);
  });

  it('stores a post once however often it is sent', async () => {
    const ann = await comes('ann');
    const channel_id = await channel(ann, scene.newRoom());
    const post = { channel_id, message: 'once', pending_post_id: 'ann:once' };
    const ids = [await ann.rest.createPost(post as never), await ann.rest.createPost(post as never)].map(
      ({ id }) => id,
    );
    expect(ids[0]).toBe(ids[1]);
    expect((await ann.rest.getPosts(channel_id)).order).toEqual([ids[0]]);
  });

  it('edits, deletes and reacts, and hears others do so', async () => {
    const roomId = scene.newRoom();
    const ann = await comes('ann');
    const channel_id = await channel(ann, roomId);
    const bob = await scene.connect('bob');
    await bob.join(roomId);
    const post = await ann.rest.createPost({ channel_id, message: 'helo' });
    const { messageId } = await bob.next({ type: 'message', content: 'helo' });
    const edited = await ann.rest.patchPost({ id: post.id, message: 'hello' });
    expect(edited).toMatchObject({ id: post.id, message: 'hello', create_at: post.create_at });
    expect(postIn(await ann.next('post_edited'))).toMatchObject({
      id: post.id,
      message: 'hello',
      create_at: post.create_at,
    });
    await bob.next({ type: 'messageEdited', messageId, content: 'hello' });
    await ann.rest.addReaction(shortIdOf('ann'), post.id, '+1');
    expect(within(await ann.next('reaction_added'), 'reaction')).toMatchObject({ post_id: post.id, emoji_name: '+1' });
    await bob.next({ type: 'reaction', messageId, emoji: '+1' });
    await ann.rest.removeReaction(shortIdOf('ann'), post.id, '+1');
    await ann.next('reaction_removed');
    bob.send({ action: 'react', roomId, messageId, emoji: '👍' });
    expect(within(await ann.next('reaction_added'), 'reaction')).toMatchObject({ user_id: shortIdOf('bob') });
    await ann.rest.deletePost(post.id);
    expect(postIn(await ann.next('post_deleted'))).toMatchObject({ id: post.id });
    await bob.next({ type: 'messageDeleted', messageId });
    expect((await ann.rest.getPosts(channel_id)).order).toEqual([]);
    await expect(ann.rest.deletePost(post.id)).rejects.toMatchObject({ status_code: 404 });
  });

  it('types, and hears others type but not itself', async () => {
    const roomId = scene.newRoom();
    const ann = await comes('ann');
    const channel_id = await channel(ann, roomId);
    const bob = await scene.connect('bob');
    await bob.join(roomId);
    expect(await ann.ask('user_typing', { channel_id, parent_id: '' })).toMatchObject({ status: 'OK' });
    await bob.next({ type: 'typing', userId: 'ann', isTyping: true });
    bob.send({ action: 'typing', roomId, isTyping: true });
    expect(await ann.next('typing')).toMatchObject({
      data: { user_id: shortIdOf('bob'), parent_id: '' },
      broadcast: { channel_id, omit_users: { [shortIdOf('bob')]: true } },
    });
    expect(ann.events.filter(({ event }) => event === 'typing')).toHaveLength(1);
  });

  it('counts as present in its channels while it is connected', async () => {
    const roomId = scene.newRoom();
    const ann = await comes('ann');
    await channel(ann, roomId);
    const bob = await scene.connect('bob');
    await bob.join(roomId);
    await ann.next(({ event, data }) => event === 'user_added' && data['user_id'] === shortIdOf('bob'));
    ann.close();
    await bob.next({ type: 'memberLeft', userId: 'ann' });
    await comes('ann');
    await bob.next({ type: 'memberJoined', userId: 'ann' });
  });

  it('hears of channels that it comes into and is put out of', async () => {
    const roomId = scene.newRoom();
    const [ann, bob] = [await comes('ann'), await comes('bob')];
    const channelId = await channel(ann, roomId, 'P');
    await expect(bob.rest.getChannel(channelId)).rejects.toMatchObject({ status_code: 404 });
    await ann.rest.addToChannel(shortIdOf('bob'), channelId);
    await bob.next(({ event, data }) => event === 'user_added' && data['channel_id'] === channelId);
    expect(await bob.rest.getMyChannels(shortIdOf('team'))).toContainEqual(
      expect.objectContaining({ id: channelId, type: 'P', display_name: `The ${roomId}` }),
    );
    await bob.rest.createPost({ channel_id: channelId, message: 'thanks' });
    await ann.hears('thanks');
    await ann.rest.removeFromChannel(shortIdOf('bob'), channelId);
    const removed = await bob.next('user_removed');
    expect(removed.data['channel_id']).toBe(channelId);
    expect(removed.data).not.toHaveProperty('user_id');
    expect(await ann.next('user_removed')).toMatchObject({ data: { user_id: shortIdOf('bob') } });
    await expect(bob.rest.createPost({ channel_id: channelId, message: 'still here?' })).rejects.toMatchObject({
      status_code: 404,
    });
  });

  it('marks a channel as read on all of its connections', async () => {
    const [one, other] = [await comes('ann'), await comes('ann')];
    const channelId = await channel(one, scene.newRoom());
    await other.next(({ event, data }) => event === 'channel_created' && data['channel_id'] === channelId);
    await one.rest.viewMyChannel(channelId);
    for (const client of [one, other])
      await client.next(({ event, data }) => event === 'channel_viewed' && data['channel_id'] === channelId);
  });

  it('asks how people are seen, and says how it is', async () => {
    const roomId = scene.newRoom();
    const ann = await comes('ann');
    await channel(ann, roomId);
    const [annId, zoeId] = [shortIdOf('ann'), shortIdOf('zoe')];
    expect(await ann.ask('get_statuses_by_ids', { user_ids: [annId, zoeId] })).toMatchObject({
      data: { [annId]: 'online', [zoeId]: 'offline' },
    });
    expect(await ann.ask('get_statuses', null)).toMatchObject({ data: { [annId]: 'online' } });
    await ann.ask('user_update_active_status', { user_is_active: false, manual: false });
    await ann.next(({ event, data }) => event === 'status_change' && data['status'] === 'away');
    await ann.ask('user_update_active_status', { user_is_active: true, manual: false });
    await ann.next(({ event, data }) => event === 'status_change' && data['status'] === 'online');
    await ann.rest.updateStatus({ user_id: annId, status: 'dnd' });
    await ann.next(({ event, data }) => event === 'status_change' && data['status'] === 'dnd');
    expect(await ann.rest.getStatusesByIds([annId])).toMatchObject([{ user_id: annId, status: 'dnd' }]);
    await ann.rest.updateStatus({ user_id: annId, status: 'online' });
    for (const action of ['presence', 'posted_notify_ack'])
      expect(await ann.ask(action, { channel_id: 'x', post_id: 'x' })).toMatchObject({ status: 'OK' });
    expect(await ann.ask('custom_plugin_do', {})).toMatchObject({ status: 'FAIL', error: { status_code: 500 } });
  });

  it('is told in its own form why something is refused', async () => {
    const ann = await comes('ann');
    await expect(ann.rest.getChannel('x'.repeat(26))).rejects.toMatchObject({
      ...{ status_code: 404, server_error_id: expect.stringMatching(/app_error$/) as string },
      message: expect.any(String) as string,
    });
    await expect(ann.rest.createPost({ channel_id: 7 } as never)).rejects.toMatchObject({ status_code: 400 });
    ann.rest.setToken('no token');
    await expect(ann.rest.getMe()).rejects.toMatchObject({ status_code: 401 });
  });
});

describe('who shows what', () => {
  it('a cookie or a header makes the connection somebody at once, an address never', async () => {
    const token = scene.stack.token('ann');
    const byCookie = await opens({ headers: { Cookie: `other=1; MMAUTHTOKEN=${token}` }, path: '/api/v4/websocket/' });
    const byHeader = await opens({ headers: { Authorization: `Bearer ${token}` } });
    for (const socket of [byCookie, byHeader]) expect(await socket.next({ event: 'hello' })).toMatchObject({ seq: 0 });
    const byAddress = await opens({ query: `?token=${token}` });
    byAddress.send({ action: 'get_statuses', seq: 1 });
    expect(await byAddress.next({ seq_reply: 1 })).toMatchObject({ status: 'FAIL', error: { status_code: 401 } });
  });

  it('a challenge without a number is answered with hello alone', async () => {
    const socket = await opens();
    socket.send(challenge(scene.stack.token('ann')));
    await socket.next({ event: 'hello' });
    socket.send({ action: 'ping', seq: 1 });
    await socket.next({ seq_reply: 1 });
    expect(socket.frames.filter(({ seq_reply }) => seq_reply !== undefined)).toHaveLength(1);
  });

  it('nothing within five seconds is cut, though a ping is answered', async () => {
    const socket = await opens();
    socket.send({ action: 'ping', seq: 1 });
    expect(await socket.next({ seq_reply: 1 })).toMatchObject({ status: 'OK', data: { text: 'pong' } });
    expect(await socket.closed).toBe(4401);
  });

  it('a token that proves nothing ends the connection without a reply', async () => {
    for (const token of ['nonsense', '']) {
      const socket = await opens();
      socket.send(challenge(token, 1));
      expect(await socket.closed).toBe(4401);
      expect(socket.frames).toEqual([]);
    }
  });

  it('a challenge that is repeated is not answered, whoever it would be', async () => {
    const socket = await opens();
    socket.send(challenge(scene.stack.token('ann'), 1));
    socket.send(challenge(scene.stack.token('ann'), 2));
    await socket.next({ seq_reply: 1 });
    socket.send(challenge(scene.stack.token('bob'), 3));
    socket.send({ action: 'get_statuses', seq: 4 });
    await socket.next({ seq_reply: 4 });
    expect(socket.frames.map(({ seq_reply }) => seq_reply).filter(Boolean)).toEqual([1, 4]);
    expect(socket.frames.filter(({ event }) => event === 'hello')).toHaveLength(1);
  });
});

describe('bad input', () => {
  const known = async () => {
    const socket = await opens();
    socket.send(challenge(scene.stack.token('ann'), 1));
    await socket.next({ seq_reply: 1 });
    return socket;
  };

  it.each([
    ['no JSON', '{', -1, 400],
    ['no object', '[]', -1, 400],
    ['no action', { seq: 7 }, 7, 400],
    ['no number', { action: 'get_statuses' }, -1, 400],
    ['a wrong number', { action: 'get_statuses', seq: -3 }, -1, 400],
    ['an unknown action', { action: 'do_it', seq: 8 }, 8, 500],
    ['wrong types', { action: 'user_typing', seq: 9, data: { channel_id: [] } }, 9, 400],
    ['another channel', { action: 'user_typing', seq: 10, data: { channel_id: 'x'.repeat(26) } }, 10, 403],
    ['bytes', Buffer.from([0x82, 0xa6]), -1, 400],
  ])('%s is refused, and the connection lives on', async (_, frame, seq_reply, status_code) => {
    const socket = await known();
    socket.send(frame);
    expect(await socket.next({ status: 'FAIL' })).toMatchObject({ seq_reply, error: { status_code } });
    socket.send({ action: 'ping', seq: 99 });
    await socket.next({ seq_reply: 99 });
  });

  it('more than 8192 bytes end the connection', async () => {
    const socket = await known();
    socket.send({ action: 'ping', seq: 2, data: { padding: 'x'.repeat(8192) } });
    expect(await socket.closed).toBe(1009);
  });

  it.each(['?connection_id=short&sequence_number=1', `?connection_id=${'a'.repeat(26)}`, '?sequence_number=-1'])(
    'an address that ends in %s is closed',
    async (query) => {
      expect(await (await opens({ query })).closed).toBe(1008);
    },
  );
});
