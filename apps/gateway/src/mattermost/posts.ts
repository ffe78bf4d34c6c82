import { Type } from 'typebox';
import { isClientMessageId, type RoomEvent } from '@noroshi/domain';
import type { EventStore, Position } from '@noroshi/event-sourcing';
import { messageTypeOf, parsePostId, postIdOf, postOf, reactionOf } from '@noroshi/protocol';
import type { RoomDoor } from '../http/room-door.js';
import { Refused } from '../refusal.js';
import type { Post, Posting } from '../rooms/posting.js';
import { isOwn, type Names } from './names.js';
import type { PostLists } from './post-lists.js';
import { bodyReader, done, numberOf, type Asked, type MattermostRoute } from './route.js';

export interface PostRoutesParts {
  readonly names: Names;
  readonly door: RoomDoor;
  readonly posting: Posting;
  readonly lists: PostLists;
  readonly store: Pick<EventStore<RoomEvent>, 'readAt'>;
  readonly epoch: string;
}

const readPost = bodyReader(
  Type.Object({
    channel_id: Type.String(),
    message: Type.String(),
    type: Type.Optional(Type.String()),
    pending_post_id: Type.Optional(Type.String()),
    root_id: Type.Optional(Type.String()),
  }),
);
const readChange = bodyReader(Type.Object({ message: Type.String() }));
const readReaction = bodyReader(
  Type.Object({ user_id: Type.Optional(Type.String()), post_id: Type.String(), emoji_name: Type.String() }),
);

/** What is said, over the same ways as by everybody else. */
export const postRoutes = (parts: PostRoutesParts): readonly MattermostRoute[] => [
  { method: 'get', path: '/channels/:channel/posts', handle: (asked) => listPosts(parts, asked) },
  { method: 'post', path: '/posts', handle: (asked) => createPost(parts, asked) },
  { method: 'get', path: '/posts/:post', handle: (asked) => readOf(parts, asked, 'one') },
  { method: 'get', path: '/posts/:post/thread', handle: (asked) => readOf(parts, asked, 'thread') },
  { method: 'put', path: '/posts/:post', handle: (asked) => editPost(parts, asked) },
  { method: 'put', path: '/posts/:post/patch', handle: (asked) => editPost(parts, asked) },
  {
    method: 'del',
    path: '/posts/:post',
    handle: async ({ caller, parameters: [id] }) => {
      const { roomId, position } = await placeOf(parts, id);
      await parts.door.execute(roomId, caller, { type: 'DeleteMessage', position });
      return done;
    },
  },
  ...reactionRoutes(parts),
];

async function readOf({ lists, ...parts }: PostRoutesParts, asked: Asked, what: 'one' | 'thread') {
  const { roomId, position } = await placeOf(parts, asked.parameters[0]);
  const atLeast = await parts.door.read(roomId, asked.caller, (view) => view.position);
  return { body: await lists[what]({ roomId, atLeast }, position) };
}

async function listPosts({ names, door, lists, epoch }: PostRoutesParts, { caller, parameters, query }: Asked) {
  const roomId = await names.room(parameters[0]);
  const atLeast = await door.read(roomId, caller, (view) => view.position);
  const place = { roomId, atLeast };
  const size = Math.max(1, numberOf(query, 'per_page', { fallback: 60, max: 200 }));
  const page = numberOf(query, 'page', { fallback: 0, max: 10_000 });
  const since = numberOf(query, 'since', { fallback: 0, max: Number.MAX_SAFE_INTEGER });
  const [before, after] = [positionIn(query, 'before', epoch), positionIn(query, 'after', epoch)];
  if (since > 0) return { body: await lists.since(place, since) };
  if (after !== undefined) return { body: await lists.after(place, { after, size }) };
  return { body: await lists.page(place, { page, size, ...(before === undefined ? {} : { before }) }) };
}

/** `pending_post_id` makes it safe to be sent again: it is stored once. */
async function createPost({ names, door, posting, epoch }: PostRoutesParts, asked: Asked) {
  const wish = await readPost(asked);
  const roomId = await names.room(wish.channel_id);
  const by = asked.caller.user;
  const { replyTo, ...said } = postWished(wish, epoch);
  const told = await door.asMember(roomId, asked.caller, async (view) => {
    const posted = await posting.post(view, by, replyTo === undefined ? said : { ...said, replyTo });
    const { position, root = replyTo } = posted;
    const postedAt = await posting.recordedAt(view, posted);
    const thread = root === undefined ? {} : { replyTo: { root } };
    return { ...said, ...thread, roomId, position, postedAt, by, reactions: {} };
  });
  return { status: 201, body: postOf(told, epoch) };
}

/** @throws Refused */
function postWished(wish: Awaited<ReturnType<typeof readPost>>, epoch: string): Post {
  const { message: content, type = '', pending_post_id: pending = '', root_id: answered = '' } = wish;
  const messageType = messageTypeOf(type);
  if (messageType === undefined) throw new Refused('invalid_message_type');
  const thread = answered === '' ? {} : { replyTo: positionOf(answered, epoch) };
  return { content, messageType, ...sentAs(pending), ...thread };
}

function sentAs(pending: string): Pick<Post, 'clientMessageId'> {
  if (pending === '') return {};
  if (!isClientMessageId(pending)) throw new Refused('invalid_client_message_id');
  return { clientMessageId: pending };
}

async function editPost(parts: PostRoutesParts, asked: Asked) {
  const { message } = await readChange(asked);
  const { roomId, position } = await placeOf(parts, asked.parameters[0]);
  const change = { type: 'EditMessage', position, content: message } as const;
  const stored = await parts.door.execute(roomId, asked.caller, change);
  return { body: await parts.lists.one({ roomId, atLeast: stored ?? position }, position) };
}

const reactionRoutes = (parts: PostRoutesParts): readonly MattermostRoute[] => [
  {
    method: 'post',
    path: '/reactions',
    handle: async (asked) => ({ status: 201, body: await react(parts, asked, await readReaction(asked)) }),
  },
  {
    method: 'del',
    path: '/reactions',
    handle: async (asked) => {
      await react(parts, asked, { ...(await readReaction(asked)), remove: true });
      return done;
    },
  },
  {
    method: 'del',
    path: '/users/:user/posts/:post/reactions/:emoji',
    handle: async (asked) => {
      const [user_id = '', post_id = '', emoji_name = ''] = asked.parameters;
      await react(parts, asked, { user_id, post_id, emoji_name, remove: true });
      return done;
    },
  },
];

interface ReactionWish {
  readonly user_id?: string;
  readonly post_id: string;
  readonly emoji_name: string;
  readonly remove?: true;
}

async function react(parts: PostRoutesParts, { caller }: Asked, wish: ReactionWish) {
  const { user_id = 'me', post_id, emoji_name: emoji, remove } = wish;
  if (!isOwn(user_id, caller)) throw new Refused('forbidden');
  const { roomId, position } = await placeOf(parts, post_id);
  await parts.door.execute(roomId, caller, { type: remove ? 'Unreact' : 'React', position, emoji });
  return reactionOf({ userId: caller.user.id, postId: postIdOf(parts.epoch, position), emoji, at: Date.now() });
}

/** In which room a post is, which its id does not tell. @throws Refused `message_not_found` */
async function placeOf({ store, epoch }: Pick<PostRoutesParts, 'store' | 'epoch'>, postId: string | undefined) {
  const position = positionOf(postId ?? '', epoch);
  const found = await store.readAt(position);
  if (found?.event.type !== 'MessagePosted') throw new Refused('message_not_found');
  return { roomId: found.lane.entity, position };
}

function positionOf(postId: string, epoch: string): Position {
  const offset = parsePostId(postId);
  if (offset?.epoch !== epoch || offset.position < 1) throw new Refused('message_not_found');
  return offset.position;
}

function positionIn(query: URLSearchParams, name: string, epoch: string): Position | undefined {
  const postId = query.get(name);
  return postId === null || postId === '' ? undefined : positionOf(postId, epoch);
}
