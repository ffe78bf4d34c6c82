import { randomBytes } from 'node:crypto';
import { Type } from 'typebox';
import { isRoomId, shortIdOf, standingOf, type MemberSummary } from '@noroshi/domain';
import { channelOf } from '@noroshi/protocol';
import type { Settings } from '@noroshi/settings';
import type { RoomDoor } from '../http/room-door.js';
import { Refused } from '../refusal.js';
import type { MessagesClient, RoomsClient } from '../services/service-clients.js';
import type { OwnRooms } from '../sessions/own-rooms.js';
import { isOwn, type Names } from './names.js';
import { bodyReader, done, numberOf, type MattermostRoute } from './route.js';

export interface ChannelRoutesParts {
  readonly names: Names;
  readonly door: RoomDoor;
  readonly own: Pick<OwnRooms, 'all'>;
  readonly rooms: Pick<RoomsClient, 'members' | 'admit'>;
  readonly messages: Pick<MessagesClient, 'markRead'>;
  readonly settings: Pick<Settings, 'defaultMaxMembers'>;
}

const readChannel = bodyReader(
  Type.Object({
    name: Type.Optional(Type.String()),
    display_name: Type.Optional(Type.String()),
    type: Type.Optional(Type.Union([Type.Literal('O'), Type.Literal('P')])),
  }),
);
const readMember = bodyReader(Type.Object({ user_id: Type.String() }));
const readView = bodyReader(Type.Object({ channel_id: Type.Optional(Type.String()) }));

/** Rooms, as channels of the one team. */
export const channelRoutes = (parts: ChannelRoutesParts): readonly MattermostRoute[] => [
  ...ownChannels(parts),
  openChannel(parts),
  {
    method: 'get',
    path: '/channels/:channel',
    handle: async ({ caller, parameters: [id] }) => {
      const roomId = await parts.names.room(id);
      return { body: await parts.door.know(roomId, caller, ({ state }) => channelOf(roomId, state)) };
    },
  },
  viewChannel(parts),
  ...memberRoutes(parts),
];

const ownChannels = ({ own }: ChannelRoutesParts): readonly MattermostRoute[] => {
  const handle: MattermostRoute['handle'] = async ({ caller, parameters: [user = ''] }) => {
    if (!isOwn(user, caller)) throw new Refused('forbidden');
    const rooms = await own.all(caller.user);
    const channels = rooms.map(({ room, lastMessage }) => ({
      ...channelOf(room.roomId, room),
      ...(lastMessage ? { last_post_at: lastMessage.postedAt, last_root_post_at: lastMessage.postedAt } : {}),
    }));
    return { body: channels };
  };
  return [
    { method: 'get', path: '/users/:user/teams/:team/channels', handle },
    { method: 'get', path: '/users/:user/channels', handle },
  ];
};

/** The name of a channel is the id of its room, so that clients of other languages find it by that. */
const openChannel = ({ door, settings }: ChannelRoutesParts): MattermostRoute => ({
  method: 'post',
  path: '/channels',
  handle: async (asked) => {
    const { name, display_name, type = 'O' } = await readChannel(asked);
    const roomId = name ?? randomBytes(12).toString('hex');
    if (!isRoomId(roomId)) throw new Refused('invalid_room_id');
    await door.execute(roomId, asked.caller, {
      type: 'OpenRoom',
      name: display_name ?? roomId,
      settings: { isPublic: type === 'O', maxMembers: settings.defaultMaxMembers, allowFileSharing: true },
    });
    const channel = await door.know(roomId, asked.caller, ({ state }) => channelOf(roomId, state));
    return { status: 201, body: channel };
  },
});

/** Everything that was said until now is read. */
const viewChannel = ({ names, door, messages }: ChannelRoutesParts): MattermostRoute => ({
  method: 'post',
  path: '/channels/members/:user/view',
  handle: async (asked) => {
    const { caller, parameters } = asked;
    const { channel_id = '' } = await readView(asked);
    if (!isOwn(parameters[0] ?? '', caller)) throw new Refused('forbidden');
    if (channel_id === '') return { body: { status: 'OK', last_viewed_at_times: {} } };
    const roomId = await names.room(channel_id);
    const position = await door.asMember(roomId, caller, (view) => {
      if (!standingOf(view.state, caller.user)) throw new Refused('not_a_member');
      return view.position;
    });
    const answer = await messages.markRead({ userId: caller.user.id, roomId, position });
    if (!answer.ok) throw new Refused(answer.code);
    return { body: { status: 'OK', last_viewed_at_times: { [shortIdOf(roomId)]: Date.now() } } };
  },
});

const memberRoutes = ({ names, door, rooms }: ChannelRoutesParts): readonly MattermostRoute[] => [
  {
    method: 'get',
    path: '/channels/:channel/members',
    handle: async ({ caller, parameters: [id], query }) => {
      const roomId = await names.room(id);
      await door.read(roomId, caller, () => undefined);
      const answer = await rooms.members({ roomId });
      if (!answer.ok) throw new Refused(answer.code);
      const size = numberOf(query, 'per_page', { fallback: 60, max: 200 });
      const start = size * numberOf(query, 'page', { fallback: 0, max: 1_000_000 });
      return { body: answer.members.slice(start, start + size).map((member) => membershipItem(roomId, member)) };
    },
  },
  {
    method: 'post',
    path: '/channels/:channel/members',
    handle: async (asked) => {
      const { caller, parameters } = asked;
      const { user_id } = await readMember(asked);
      const roomId = await names.room(parameters[0]);
      if (isOwn(user_id, caller)) await door.execute(roomId, caller, { type: 'JoinRoom', kind: 'member' });
      else await add({ names, door, rooms }, { roomId, userId: user_id, caller });
      const { id: userId } = await names.user(user_id, caller);
      return { status: 201, body: membershipItem(roomId, { userId, role: 'member' }) };
    },
  },
  {
    method: 'del',
    path: '/channels/:channel/members/:user',
    handle: async ({ caller, parameters: [id, user] }) => {
      const roomId = await names.room(id);
      const { id: userId } = await names.user(user, caller);
      const isLeaving = userId === caller.user.id;
      await door.execute(roomId, caller, isLeaving ? { type: 'LeaveRoom' } : { type: 'RemoveUser', userId });
      return done;
    },
  },
];

/** Whoever may invite somebody may add them, as these clients expect; the room decides on both. */
async function add(
  { names, door, rooms }: Pick<ChannelRoutesParts, 'names' | 'door' | 'rooms'>,
  { roomId, userId, caller }: { roomId: string; userId: string; caller: Parameters<Names['user']>[1] },
): Promise<void> {
  const user = await names.user(userId, caller);
  if (user.guest) throw new Refused('user_not_found');
  await door.execute(roomId, caller, { type: 'InviteUser', userId: user.id });
  const answer = await rooms.admit({ roomId, user, kind: 'member' });
  if (!answer.ok) throw new Refused(answer.code);
}

const membershipItem = (roomId: string, { userId, role }: Pick<MemberSummary, 'userId' | 'role'>) => ({
  channel_id: shortIdOf(roomId),
  user_id: shortIdOf(userId),
  roles: role === 'member' ? 'channel_user' : 'channel_user channel_admin',
  last_viewed_at: 0,
  msg_count: 0,
  msg_count_root: 0,
  mention_count: 0,
  mention_count_root: 0,
  urgent_mention_count: 0,
  notify_props: {},
  last_update_at: 0,
  scheme_guest: false,
  scheme_user: true,
  scheme_admin: role !== 'member',
  explicit_roles: '',
});
