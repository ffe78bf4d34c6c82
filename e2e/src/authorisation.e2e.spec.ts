import type { ClientFrameKind } from '@noroshi/protocol';
import { ask } from './api.js';
import { Client, type Frame } from './client.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_ANONYMOUS: 'false' } });

/** A room that is none of the sender's business, and what is known about it. */
interface Place {
  readonly roomId: string;
  readonly messageId: string;
  readonly offset: string;
  readonly connectionId: string;
}

interface Attempt {
  /** As the rooms dialect says it. */
  readonly frame: (place: Place) => object;
  /** The room is public: anybody may do this who is not banned. */
  readonly isEntrance: boolean;
}

const inside = (action: string, fields: (place: Place) => object = () => ({})): Attempt => ({
  frame: (place) => ({ action, roomId: place.roomId, ...fields(place) }),
  isEntrance: false,
});

/** Everything that a client can ask about one room: a kind of frame that is missing here does not compile. */
type AboutRooms = Exclude<ClientFrameKind, AboutOthers>;

type AboutOthers =
  | ('attention' | 'authenticate' | 'follow' | 'heedNotifications' | 'nothing' | 'notifications' | 'ping')
  | ('statuses' | 'unwatch' | 'watch');

const attempts: {
  readonly [K in AboutRooms]: Attempt;
} = {
  join: { ...inside('joinRoom'), isEntrance: true },
  resume: { ...inside('resume', ({ roomId, offset }) => ({ rooms: [{ roomId, offset }] })), isEntrance: true },
  leave: inside('leaveRoom'),
  post: inside('message', () => ({ content: 'let me in', clientMessageId: 'm1' })),
  typing: inside('typing', () => ({ isTyping: true })),
  edit: inside('edit', ({ messageId }) => ({ messageId, content: 'changed' })),
  delete: inside('delete', ({ messageId }) => ({ messageId })),
  react: inside('react', ({ messageId }) => ({ messageId, emoji: '🔥' })),
  read: inside('read', ({ offset }) => ({ offset })),
  history: inside('history'),
  members: inside('members'),
  signal: inside('signal', ({ connectionId }) => ({ connectionId, data: { sdp: 'x' } })),
};

const everything = Object.entries(attempts);
const withinTheRoom = everything.filter(([, { isEntrance }]) => !isEntrance);

/** A room of Olga's with a message in it. */
async function olgasRoom(): Promise<{ olga: Client; place: Place }> {
  const roomId = scene.newRoom();
  const olga = await scene.connect('olga');
  await olga.join(roomId);
  const { messageId, offset } = (await olga.say(roomId, 'between us')) as Frame & Pick<Place, 'messageId' | 'offset'>;
  return { olga, place: { roomId, connectionId: olga.connectionId, messageId, offset } };
}

/** Sends it, and gives the code it was refused with; nothing else of the room may have been told. */
async function refusalOf(client: Client, frame: object): Promise<unknown> {
  const before = client.frames.length;
  client.send(frame);
  const answer = await client.next(({ type }) => type === 'error' || type === 'resumed');
  await client.settled();
  expect(client.frames.slice(before).map(({ type }) => type)).toEqual([answer.type, 'pong']);
  if (answer.type === 'resumed') expect(answer['complete']).toBe(false);
  return answer['code'];
}

/** Olga has heard nothing of it, and finds the room as she left it. */
async function expectUntouched(olga: Client, { roomId }: Place): Promise<void> {
  olga.send({ action: 'history', roomId });
  const { items } = await olga.next('history');
  expect(items).toEqual([expect.objectContaining({ content: 'between us', userId: 'olga' })]);
  const heard = olga.frames.filter(({ type }) => /^(typing|signal|reaction|read|message)/.test(type));
  expect(heard.map(({ content }) => content)).toEqual(['between us']);
}

async function moderate(method: 'PUT' | 'DELETE', { roomId }: Place, what: string): Promise<void> {
  const path = `/rooms/${roomId}/${what}`;
  expect((await ask(scene.stack, { method, path, bearer: scene.stack.token('olga') })).status).toBe(200);
}

it.each(withinTheRoom)('%s by somebody who was never in the room is refused', async (_kind, { frame }) => {
  const { olga, place } = await olgasRoom();
  expect(await refusalOf(await scene.connect('stranger'), frame(place))).toBe('not_in_room');
  await expectUntouched(olga, place);
});

it.each(withinTheRoom)('%s by somebody who left the room is refused', async (_kind, { frame }) => {
  const { olga, place } = await olgasRoom();
  const former = await scene.connect('former');
  await former.join(place.roomId);
  former.send({ action: 'leaveRoom', roomId: place.roomId });
  await former.next('leftRoom');
  expect(await refusalOf(former, frame(place))).toBe('not_in_room');
  await expectUntouched(olga, place);
});

it.each(withinTheRoom)('%s by somebody who was removed from the room is refused', async (_kind, { frame }) => {
  const { olga, place } = await olgasRoom();
  const removed = await scene.connect('removed');
  await removed.join(place.roomId, { stay: true });
  await moderate('DELETE', place, 'members/removed');
  await removed.next('leftRoom');
  expect(await refusalOf(removed, frame(place))).toBe('not_in_room');
  await expectUntouched(olga, place);
});

it.each(everything)('%s by somebody who is banned is refused', async (_kind, { frame, isEntrance }) => {
  const { olga, place } = await olgasRoom();
  const banned = await scene.connect('banned');
  await banned.join(place.roomId);
  await moderate('PUT', place, 'bans/banned');
  await banned.next('leftRoom');
  expect(await refusalOf(banned, frame(place))).toBe(isEntrance ? 'banned' : 'not_in_room');
  await expectUntouched(olga, place);
});

it.each(everything)('%s by somebody whom nobody knows is refused', async (_kind, { frame }) => {
  const { olga, place } = await olgasRoom();
  const nobody = await Client.open(scene.stack.socketUrl);
  expect(await refusalOf(nobody, frame(place))).toBe('unauthenticated');
  await nobody.close();
  await expectUntouched(olga, place);
});

it.each(['edit', 'delete', 'react'] as const)('%s of a message of another room is refused', async (kind) => {
  const { olga, place } = await olgasRoom();
  const mallory = await scene.connect('mallory');
  const roomId = scene.newRoom();
  await mallory.join(roomId);
  expect(await refusalOf(mallory, attempts[kind].frame({ ...place, roomId }))).toBe('message_not_found');
  await expectUntouched(olga, place);
});

it.each(['edit', 'delete'] as const)('%s of somebody else’s message is refused', async (kind) => {
  const { olga, place } = await olgasRoom();
  const mallory = await scene.connect('mallory');
  await mallory.join(place.roomId);
  expect(await refusalOf(mallory, attempts[kind].frame(place))).toBe('not_your_message');
  await expectUntouched(olga, place);
});
