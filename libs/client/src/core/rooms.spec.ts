import type { Admission, RoomEvents } from '../api/room.js';
import { settled } from '../testing/fake-clock.js';
import { coreScene, type CoreScene } from '../testing/scene.js';
import type { ScriptedLink } from '../testing/scripted-transport.js';
import type { MessageFrame, ServerFrame } from '../wire/server-frame.js';

const timestamp = new Date(0).toISOString();
const by = { userId: 'ann', username: 'Ann' };

const message = (roomId: string, offset: string): MessageFrame => ({
  ...{ type: 'message', roomId, offset, timestamp, messageId: `m${offset}`, content: offset, messageType: 'text' },
  ...by,
});

const joined = (roomId: string, offset: string, ref: number): readonly ServerFrame[] => [
  { type: 'joinedRoom', roomId, offset, ref, roomName: roomId, memberCount: 1, timestamp },
  { type: 'done', ref, action: 'joinRoom' },
];

/** A server that lets in whoever comes. */
function hospitable(scene: CoreScene, offset = 'e-1'): void {
  scene.transport.onOpen = (link: ScriptedLink) => {
    link.onSent = (frame) => {
      if (frame.action === 'joinRoom') link.say(...joined(frame.roomId, offset, frame.ref ?? 0));
    };
    link.greet();
  };
}

const heardIn = (scene: CoreScene, roomId: string) => {
  const room = scene.tab().room(roomId);
  const [heard, gaps]: [string[], RoomEvents['gap'][]] = [[], []];
  room.on('message', ({ content }) => heard.push(content));
  room.on('gap', (gap) => gaps.push(gap));
  return { room, heard, gaps };
};

async function cut(scene: CoreScene): Promise<ScriptedLink> {
  scene.transport.link.end(1006);
  await scene.clock.pass(500);
  return scene.transport.link;
}

it('after a reconnect all rooms are resumed from the last that was heard of each', async () => {
  const scene = coreScene();
  hospitable(scene);
  const client = scene.tab();
  await Promise.all(['a', 'b'].map((roomId) => client.room(roomId).join({ name: 'A room' })));
  scene.transport.link.say(message('a', 'e-9'), message('a', 'e-z'), message('a', 'e-10'));
  const link = await cut(scene);
  expect(link.last('resume').rooms).toEqual([
    { roomId: 'a', offset: 'e-10' },
    { roomId: 'b', offset: 'e-1' },
  ]);
  expect(link.of('joinRoom')).toEqual([]);
});

it('what is repeated is told once', async () => {
  const scene = coreScene();
  hospitable(scene);
  const { room, heard } = heardIn(scene, 'a');
  await room.join();
  scene.transport.link.say(message('a', 'e-1'), message('a', 'e-2'), message('a', 'e-3'), message('a', 'e-2'));
  await settled();
  expect(heard).toEqual(['e-2', 'e-3']);
});

it('what the log no longer has is told as a gap, before what comes after it', async () => {
  const scene = coreScene();
  hospitable(scene);
  const { room, heard, gaps } = heardIn(scene, 'a');
  const seen: string[] = [];
  room.on('gap', () => seen.push(...heard, 'gap'));
  await room.join();
  const link = await cut(scene);
  const { ref } = link.last('resume');
  link.say(
    { type: 'resumed', ref, roomId: 'a', complete: false, from: 'e-1', to: 'e-50', code: 'log_truncated' },
    message('a', 'e-51'),
  );
  await settled();
  expect(gaps).toEqual([{ from: 'e-1', to: 'e-50', code: 'log_truncated' }]);
  expect(seen).toEqual(['gap']);
  expect(heard).toEqual(['e-51']);
});

it('a refusal reaches the promise, and is not asked for again by itself', async () => {
  const scene = coreScene();
  scene.transport.onOpen = (link) => link.greet();
  const room = scene.tab().room('a');
  const joining = room.join();
  await settled();
  const { ref } = scene.transport.link.last('joinRoom');
  scene.transport.link.say({ type: 'error', ref, code: 'banned', message: 'You are banned', action: 'joinRoom' });
  await expect(joining).rejects.toMatchObject({ code: 'banned', message: 'You are banned' });
  const out: Admission = { kind: 'out', code: 'banned', message: 'You are banned' };
  expect(room.admission.current).toEqual(out);
  const link = await cut(scene);
  expect(link.sent).toEqual([]);
  void room.join();
  await settled();
  expect(link.of('joinRoom')).toHaveLength(1);
});

it('a refusal for the moment is waited for', async () => {
  const scene = coreScene();
  scene.transport.onOpen = (link) => link.greet();
  const room = scene.tab().room('a');
  const joining = room.join();
  await settled();
  const { ref } = scene.transport.link.last('joinRoom');
  scene.transport.link.say({ type: 'error', ref, code: 'unavailable', message: '', retryAfter: 2 });
  await scene.clock.pass(3_000);
  scene.transport.link.say(...joined('a', 'e-1', scene.transport.link.last('joinRoom').ref));
  await joining;
  expect(scene.transport.link.of('joinRoom')).toHaveLength(2);
});

it('a room that is ended from there is out, with the reason', async () => {
  const scene = coreScene();
  hospitable(scene);
  const { room } = heardIn(scene, 'a');
  await room.join();
  scene.transport.link.say({ type: 'leftRoom', roomId: 'a', timestamp, code: 'banned' });
  await settled();
  expect(room.admission.current).toMatchObject({ kind: 'out', code: 'banned' });
});

it('nobody waits for a room when the server has said not to come back, before or after', async () => {
  const scene = coreScene();
  scene.transport.onOpen = (link) => link.greet();
  const client = scene.tab();
  const before = client.room('a').join();
  await settled();
  scene.transport.link.end(4403, { reason: 'access revoked' });
  await expect(before).rejects.toMatchObject({ code: 'closed', message: 'access revoked' });
  await expect(client.room('b').join()).rejects.toMatchObject({ code: 'closed' });
  expect(client.room('a').admission.current).toMatchObject({ kind: 'out', code: 'closed' });
});

it('a room is left when it was left as often as joined, in all tabs', async () => {
  const scene = coreScene();
  hospitable(scene);
  const [one, other] = [scene.tab().room('a'), scene.tab().room('a')];
  await one.join();
  await one.join();
  await other.join();
  await one.leave();
  await one.leave();
  await settled();
  expect(one.admission.current).toEqual({ kind: 'outside' });
  expect(scene.transport.link.of('leaveRoom')).toEqual([]);
  await other.leave();
  await settled();
  expect(scene.transport.link.of('leaveRoom')).toHaveLength(1);
});

it('to leave and come again at once is to be inside', async () => {
  const scene = coreScene();
  hospitable(scene);
  const { room } = heardIn(scene, 'a');
  const first = room.join().catch((error: unknown) => error);
  await room.leave();
  await room.join();
  expect(await first).toMatchObject({ code: 'left' });
  expect(room.admission.current).toEqual({ kind: 'inside' });
});

it('when the core is lost each tab tells the next one how far it has come, and nothing is missed or told twice', async () => {
  const scene = coreScene();
  hospitable(scene);
  const [one, other] = [heardIn(scene, 'a'), heardIn(scene, 'a')];
  await Promise.all([one.room.join(), other.room.join()]);
  scene.transport.link.say(message('a', 'e-2'));
  await settled();
  scene.loseCore();
  await scene.clock.pass(1_000);
  const { link } = scene.transport;
  expect(link.last('resume').rooms).toEqual([{ roomId: 'a', offset: 'e-2' }]);
  const { ref } = link.last('resume');
  link.say({ type: 'resumed', ref, roomId: 'a', complete: true, from: 'e-2', to: 'e-3' }, message('a', 'e-3'));
  await settled();
  expect([one.heard, other.heard]).toEqual([
    ['e-2', 'e-3'],
    ['e-2', 'e-3'],
  ]);
});
