import { shortIdOf, type Actor, type Message, type ReplyTo, type RoomState, type RoomSummary } from '@noroshi/domain';
import { postIdOf, teamId, teamName } from './ids.js';

type Fields = Record<string, unknown>;

const TEXT = 'text';
const CUSTOM = 'custom_';
const handle = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** What a post is called that is no plain text, and back; undefined: no message can be that. */
const postTypeOf = (messageType: string): string => (messageType === TEXT ? '' : CUSTOM + messageType);
export function messageTypeOf(postType: string): string | undefined {
  if (postType === '') return TEXT;
  return postType.startsWith(CUSTOM) ? postType.slice(CUSTOM.length) : undefined;
}

type PostFacts = Omit<Message, 'by' | 'replyTo'> & {
  readonly by: Pick<Actor, 'id'>;
  readonly replyTo?: Pick<ReplyTo, 'root'>;
};

/**
 * A message as these clients know it. Times are milliseconds since 1970; 0: it has not happened. What answers another
 * belongs to the thread that begins with the root of both.
 */
export function postOf(message: PostFacts, epoch: string): Fields {
  const { position, postedAt, editedAt = 0, deletedAt = 0, clientMessageId = '', replyTo } = message;
  const id = postIdOf(epoch, position);
  const reactions = reactionsOf(message, id);
  return {
    id,
    create_at: postedAt,
    update_at: Math.max(postedAt, editedAt, deletedAt),
    edit_at: editedAt,
    delete_at: deletedAt,
    is_pinned: false,
    user_id: shortIdOf(message.by.id),
    channel_id: shortIdOf(message.roomId),
    root_id: replyTo ? postIdOf(epoch, replyTo.root) : '',
    original_id: '',
    message: message.content,
    type: postTypeOf(message.messageType),
    props: {},
    hashtags: '',
    pending_post_id: clientMessageId,
    reply_count: 0,
    last_reply_at: 0,
    participants: null,
    ...(reactions.length === 0 ? {} : { has_reactions: true }),
    metadata: reactions.length === 0 ? {} : { reactions },
  };
}

const reactionsOf = ({ reactions, postedAt }: PostFacts, postId: string): Fields[] =>
  Object.entries(reactions).flatMap(([emoji, userIds]) =>
    userIds.map((userId) => reactionOf({ userId, postId, emoji, at: postedAt })),
  );

export const reactionOf = (reaction: {
  readonly userId: string;
  readonly postId: string;
  readonly emoji: string;
  readonly at: number;
}): Fields => ({
  user_id: shortIdOf(reaction.userId),
  post_id: reaction.postId,
  emoji_name: reaction.emoji,
  create_at: reaction.at,
  update_at: reaction.at,
  delete_at: 0,
});

export type ChannelFacts = Pick<RoomSummary, 'name' | 'settings' | 'ownerId'> | RoomState;

/** The name that goes into addresses: the room's own id where that is one. */
export const channelName = (roomId: string): string => (handle.test(roomId) ? roomId : shortIdOf(roomId));
export const channelType = ({ settings }: Pick<ChannelFacts, 'settings'>): string => (settings.isPublic ? 'O' : 'P');

/** A room as these clients know it. When it was opened, and last written in, is not told: 0. */
export const channelOf = (roomId: string, room: ChannelFacts): Fields => ({
  id: shortIdOf(roomId),
  create_at: 0,
  update_at: 0,
  delete_at: 0,
  team_id: teamId,
  type: channelType(room),
  display_name: room.name,
  name: channelName(roomId),
  header: '',
  purpose: '',
  last_post_at: 0,
  last_root_post_at: 0,
  total_msg_count: 0,
  total_msg_count_root: 0,
  extra_update_at: 0,
  creator_id: room.ownerId === '' ? '' : shortIdOf(room.ownerId),
  scheme_id: null,
  props: null,
  group_constrained: null,
  shared: null,
});

/** Somebody as these clients know them: the user id is the name by which one is mentioned. */
export const profileOf = ({ id, name, guest }: Actor): Fields => ({
  id: shortIdOf(id),
  create_at: 0,
  update_at: 0,
  delete_at: 0,
  username: id,
  auth_data: '',
  auth_service: '',
  email: '',
  nickname: name,
  first_name: name,
  last_name: '',
  position: '',
  roles: guest ? 'system_guest' : 'system_user',
  locale: 'en',
  notify_props: {},
  props: {},
  timezone: { useAutomaticTimezone: 'true', manualTimezone: '', automaticTimezone: '' },
  is_bot: false,
});

export const team: Fields = {
  id: teamId,
  create_at: 0,
  update_at: 0,
  delete_at: 0,
  display_name: 'Noroshi',
  name: teamName,
  description: '',
  email: '',
  type: 'O',
  company_name: '',
  allowed_domains: '',
  invite_id: '',
  allow_open_invite: false,
  scheme_id: null,
  group_constrained: null,
};
