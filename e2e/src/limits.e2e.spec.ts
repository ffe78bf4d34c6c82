import { eventually } from '@noroshi/testing';
import { Client, type Frame } from './client.js';
import { NativeClient } from './native-client.js';
import { setScene } from './scene.js';

/** Every limit is a setting: here each is so low that a test can meet it. */
const scene = setScene({
  env: {
    NOROSHI_DEFAULT_MAX_MEMBERS: '2',
    NOROSHI_VISITOR_GRACE: '1',
    NOROSHI_IDLE_TIMEOUT: '2',
    NOROSHI_MAX_CONNECTION_AGE: '4',
    NOROSHI_MAX_FRAME_BYTES: '1000',
    NOROSHI_MAX_CONNECTIONS_PER_ADDRESS: '4',
    NOROSHI_ROOMS_PATHS: '/talk/here,/ws',
  },
});

it('a full room refuses the next visitor, and takes one again when a visit is over', async () => {
  const roomId = scene.newRoom();
  const owner = await scene.connect('owner');
  const visitor = await scene.connect('visitor');
  const late = await scene.connect('late');
  await owner.join(roomId);
  await visitor.join(roomId);
  const askToJoin = async (): Promise<Frame> => {
    late.send({ action: 'joinRoom', roomId });
    return late.next(({ type }) => type === 'joinedRoom' || type === 'error');
  };
  expect(await askToJoin()).toMatchObject({ code: 'room_full', action: 'joinRoom', roomId });
  visitor.send({ action: 'leaveRoom' });
  await visitor.next('leftRoom');
  // Within the grace the visitor is still a member.
  expect(await askToJoin()).toMatchObject({ code: 'room_full' });
  await eventually(async () => (await askToJoin()).type === 'joinedRoom', {
    reason: 'the visit ends with its grace',
  });
  owner.send({ action: 'members', roomId });
  const { members } = await owner.next('members');
  expect((members as { userId: string }[]).map(({ userId }) => userId).sort()).toEqual(['late', 'owner']);
});

it('a connection that says nothing is closed with a code that lets it come back, one that speaks is not', async () => {
  const silent = await scene.connect('silent');
  const speaking = await scene.connect('speaking');
  let over = false;
  const closed = silent.closed.finally(() => (over = true));
  await eventually(async () => (await speaking.settled(), over), { reason: 'the silent one is closed' });
  expect(await closed).toMatchObject({ code: 1001 });
  await speaking.settled();
});

it('a connection of its greatest age is asked to come back, however much it speaks', async () => {
  const client = await scene.connect('old');
  const startedAt = performance.now();
  let over = false;
  const closed = client.closed.finally(() => (over = true));
  await eventually(() => (over ? true : (client.send({ action: 'ping' }), false)), { reason: 'its age is over' });
  expect(await closed).toMatchObject({ code: 1001 });
  expect(performance.now() - startedAt).toBeGreaterThan(3_900);
});

it('a frame above the limit closes the connection with 1009', async () => {
  const client = await scene.connect('alice');
  client.send({ action: 'ping', padding: 'x'.repeat(1_000) });
  expect(await client.closed).toMatchObject({ code: 1009 });
});

it('an address has no more connections than the setting allows', async () => {
  const [first] = await Promise.all(['a', 'b', 'c', 'd'].map((userId) => scene.connect(userId)));
  await expect(scene.connect('e')).rejects.toMatchObject({ status: 429 });
  await first?.close();
  await eventually(() => scene.connect('e'), { reason: 'the place of a closed connection is free' });
});

it('the dialect is spoken on the paths of the setting, and on no other', async () => {
  await scene.connect('alice', { path: '/talk/here' });
  await expect(Client.open(scene.stack.socketUrl, { path: '/dev' })).rejects.toMatchObject({ name: 'NotUpgraded' });
});

it('whoever waits for answers is told of each frame that is too many', async () => {
  const eager = await NativeClient.open(scene.stack.socketUrl, { token: scene.stack.token('eager') });
  try {
    const refs = Array.from({ length: 150 }, (_, ref) => ref);
    for (let from = 0; from < refs.length; from += 30)
      eager.send(...refs.slice(from, from + 30).map((ref) => ({ action: 'ping', ref })));
    const ends = () => eager.frames.filter(({ type }) => type === 'done' || type === 'error');
    await eager.next(() => ends().length === refs.length);
    expect(
      ends()
        .map(({ ref }) => ref as number)
        .toSorted((a, b) => a - b),
    ).toEqual(refs);
    const refused = eager.of('error');
    expect(refused.length).toBeGreaterThan(0);
    for (const error of refused) expect(error).toMatchObject({ code: 'rate_limited', retryAfter: 1 });
  } finally {
    await eager.close();
  }
});
