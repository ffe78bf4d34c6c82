import { formatMessageId } from './message-ids.js';
import { EnvelopeClient } from './envelope-client.js';
import { setListeners } from './listeners.js';
import { MattermostClient, postIn } from './mattermost-client.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_MESSAGE_RATE: '0' } });
const { listen } = setListeners(scene);

it('people of every language sit in one room, on whichever gateway, and hear the same in one order', async () => {
  const roomId = scene.newRoom();
  const rooms = await scene.connect('rooms');
  await rooms.join(roomId);
  const envelope = await EnvelopeClient.open(scene.stack.socketUrl, {
    path: '/ws/chat',
    token: scene.stack.token('envelope'),
  });
  await envelope.rooms();
  await envelope.openRoom(roomId);
  const mattermost = await MattermostClient.login(scene.stack.url, 'mattermost');
  await mattermost.connect();
  const { id: userId } = await mattermost.rest.getMe();
  await mattermost.rest.addToChannel(userId, roomId);
  const { data } = await mattermost.next('user_added');
  const channel_id = data['channel_id'] as string;
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
  mattermost.close();
  await envelope.close();
});
