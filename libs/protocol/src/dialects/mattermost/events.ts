import { shortIdOf, type PresenceChange, type RoomEvent } from '@noroshi/domain';
import type { Position, RecordedEvent } from '@noroshi/event-sourcing';
import type { RoomFacts, ServerFrame } from '../../server-frame.js';
import { postIdOf, teamId } from './ids.js';
import { channelName, channelOf, channelType, postOf, profileOf, reactionOf } from './models.js';

type Fields = Record<string, unknown>;
type EventFrame = Extract<ServerFrame, { kind: 'event' }>;
type Told<T extends RoomEvent['type']> = RecordedEvent<Extract<RoomEvent, { type: T }>>;

const nobody = {
  omit_users: null as Record<string, true> | null,
  user_id: '',
  channel_id: '',
  team_id: '',
  connection_id: '',
  omit_connection_id: '',
};

/** An event of this language without its last brace: behind it goes the number that it has on each connection. */
export const eventBody = (event: string, data: Fields, audience: Partial<typeof nobody>): string =>
  JSON.stringify({ event, data, broadcast: { ...nobody, ...audience } }).slice(0, -1);

/** What happens in a channel names it in its data as well: clients written by hand filter on it. */
function inChannel(event: string, roomId: string, data: Fields): string {
  const channel_id = shortIdOf(roomId);
  return eventBody(event, { channel_id, ...data }, { channel_id });
}

export const hello = (connectionId: string, userId: string): string =>
  eventBody(
    'hello',
    { connection_id: connectionId, server_version: serverVersion, server_hostname: 'noroshi' },
    { user_id: userId },
  );

/** Clients read from it what the server can do: version, build, configuration and edition, of which this is none. */
const serverVersion = '11.9.0.noroshi.0.false';

export const typingIn = (roomId: string, userId: string): string => {
  const channel_id = shortIdOf(roomId);
  const user_id = shortIdOf(userId);
  return eventBody('typing', { channel_id, parent_id: '', user_id }, { channel_id, omit_users: { [user_id]: true } });
};

export const statusChange = (userId: string, status: string): string => {
  const user_id = shortIdOf(userId);
  return eventBody('status_change', { status, user_id }, { user_id });
};

export const cameIn = ({ roomId, user }: PresenceChange): string =>
  inChannel('user_updated', roomId, { user: profileOf(user) });

export const viewed = (roomId: string): string => inChannel('channel_viewed', roomId, {});

/** To whom was shown out, in whose channels it is no longer. */
export const ownRemoval = (roomId: string): string => inChannel('user_removed', roomId, { remover_id: '' });

/** To whom came into a room, by whatever way. */
export const ownArrival = (roomId: string, { userId, isOwner }: { userId: string; isOwner: boolean }): string => {
  const user_id = shortIdOf(userId);
  const channel_id = shortIdOf(roomId);
  return isOwner
    ? eventBody('channel_created', { channel_id, team_id: teamId }, { user_id })
    : eventBody('user_added', { channel_id, team_id: teamId, user_id }, { channel_id });
};

/** What this language says of what happened in a room; undefined: nothing. */
export function encodeEvent({ recorded, epoch, room }: EventFrame): string | undefined {
  const encoder = Object.hasOwn(encoders, recorded.event.type) ? encoders[recorded.event.type] : undefined;
  return (encoder as Encoder | undefined)?.(recorded, { epoch, room });
}

interface Context {
  readonly epoch: string;
  readonly room: RoomFacts | undefined;
}
type Encoder = (recorded: RecordedEvent<RoomEvent>, context: Context) => string;
type Encoders = { readonly [T in RoomEvent['type']]?: (recorded: Told<T>, context: Context) => string };

const encoders: Encoders = {
  MessagePosted: (recorded, context) => posted(recorded, context),
  MessageEdited: ({ event, lane, recordedAt }, { epoch }) => {
    const { message: position, postedAt = recordedAt, by, content } = event;
    const text = { content, messageType: 'text', reactions: {}, ...inThread(event) };
    const post = { roomId: lane.entity, position, postedAt, by, ...text, editedAt: recordedAt };
    return inChannel('post_edited', lane.entity, { post: JSON.stringify(postOf(post, epoch)) });
  },
  MessageDeleted: ({ event, lane, recordedAt }, { epoch }) => {
    const { message: position, postedAt = recordedAt, by, authorId = by.id } = event;
    const text = { content: '', messageType: 'text', reactions: {}, ...inThread(event) };
    const post = { roomId: lane.entity, position, postedAt, by: { id: authorId }, ...text, deletedAt: recordedAt };
    return inChannel('post_deleted', lane.entity, {
      post: JSON.stringify(postOf(post, epoch)),
      ...(authorId === by.id ? {} : { delete_by: shortIdOf(by.id) }),
    });
  },
  ReactionAdded: (recorded, context) => reaction('reaction_added', recorded, context),
  ReactionRemoved: (recorded, context) => reaction('reaction_removed', recorded, context),
  MemberJoined: ({ event: { user }, lane }) =>
    inChannel('user_added', lane.entity, { user_id: shortIdOf(user.id), team_id: teamId }),
  MemberLeft: ({ event: { userId }, lane }) => removed(lane.entity, userId, userId),
  UserRemoved: ({ event: { userId, by }, lane }) => removed(lane.entity, userId, by),
  UserBanned: ({ event: { userId, by }, lane }) => removed(lane.entity, userId, by),
  RoomRenamed: ({ lane }, { room }) => updated(lane.entity, room),
  SettingsChanged: ({ lane }, { room }) => updated(lane.entity, room),
  OwnershipTransferred: ({ lane }, { room }) => updated(lane.entity, room),
  RoomArchived: ({ lane, recordedAt }) => inChannel('channel_deleted', lane.entity, { delete_at: recordedAt }),
};

function posted({ event, lane, position, recordedAt }: Told<'MessagePosted'>, { epoch, room }: Context): string {
  const { by, content, messageType, clientMessageId, replyTo } = event;
  const sent = { ...(clientMessageId === undefined ? {} : { clientMessageId }), ...(replyTo && { replyTo }) };
  const post = { ...{ roomId: lane.entity, position, postedAt: recordedAt, by, content, messageType }, reactions: {} };
  return inChannel('posted', lane.entity, {
    channel_type: room ? channelType(room) : 'O',
    channel_display_name: room?.name ?? '',
    channel_name: channelName(lane.entity),
    sender_name: `@${by.id}`,
    team_id: teamId,
    set_online: true,
    ...(messageType === 'image' ? { image: 'true', otherFile: 'true' } : {}),
    ...(messageType === 'file' ? { otherFile: 'true' } : {}),
    post: JSON.stringify(postOf({ ...post, ...sent }, epoch)),
  });
}

const inThread = ({ root }: { readonly root?: Position }) => (root === undefined ? {} : { replyTo: { root } });

function reaction(
  name: string,
  { event, lane, recordedAt }: Told<'ReactionAdded' | 'ReactionRemoved'>,
  { epoch }: Context,
): string {
  const { message, emoji, by } = event;
  const told = reactionOf({ userId: by.id, postId: postIdOf(epoch, message), emoji, at: recordedAt });
  return inChannel(name, lane.entity, { reaction: JSON.stringify(told) });
}

const removed = (roomId: string, userId: string, by: string): string =>
  inChannel('user_removed', roomId, { user_id: shortIdOf(userId), remover_id: shortIdOf(by) });

const updated = (roomId: string, room: RoomFacts | undefined): string =>
  inChannel('channel_updated', roomId, room ? { channel: JSON.stringify(channelOf(roomId, room)) } : {});

/** Who is no longer in the room because of an event; undefined: it is about nobody. */
export function putOutBy({ recorded: { event } }: EventFrame): string | undefined {
  return event.type === 'MemberLeft' || event.type === 'UserRemoved' || event.type === 'UserBanned'
    ? event.userId
    : undefined;
}
