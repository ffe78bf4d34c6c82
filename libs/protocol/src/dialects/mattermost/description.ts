import { Type, type TProperties, type TSchema } from 'typebox';
import type { DialectDescription } from '../../description.js';
import { CHALLENGE } from './decode.js';
import { requests } from './requests.js';

const Id = Type.String({ pattern: '^[a-z0-9]{26}$' });
const MaybeId = Type.String({ pattern: '^([a-z0-9]{26})?$' });
const Time = Type.Integer({ minimum: 0 });
const Seq = Type.Integer({ minimum: 1 });
const Json = Type.String({ description: 'JSON within a string' });

const Broadcast = Type.Object({
  omit_users: Type.Union([Type.Null(), Type.Record(Id, Type.Literal(true))]),
  user_id: MaybeId,
  channel_id: MaybeId,
  team_id: MaybeId,
  connection_id: MaybeId,
  omit_connection_id: MaybeId,
});

const request = (action: string, data: TSchema) =>
  Type.Object({ action: Type.Literal(action), seq: Seq, data: Type.Optional(Type.Union([data, Type.Null()])) });

const event = (name: string, data: TProperties) =>
  Type.Object({
    event: Type.Literal(name),
    data: Type.Object(data),
    broadcast: Broadcast,
    seq: Type.Integer({ minimum: 0 }),
  });

const inChannel = (name: string, data: TProperties) => event(name, { channel_id: Id, ...data });

const Status = Type.Union(['online', 'away', 'dnd', 'offline'].map((status) => Type.Literal(status)));

export const mattermostDescription: DialectDescription = {
  name: 'mattermost',
  title: 'Mattermost',
  paths: ['/api/v4/websocket'],
  clientFrames: {
    [CHALLENGE]: Type.Object({
      action: Type.Literal(CHALLENGE),
      seq: Type.Optional(Seq),
      data: Type.Object({ token: Type.String() }),
    }),
    ...Object.fromEntries(Object.entries(requests).map(([action, data]) => [action, request(action, data)])),
  },
  serverFrames: {
    hello: event('hello', { connection_id: Id, server_version: Type.String(), server_hostname: Type.String() }),
    posted: inChannel('posted', {
      channel_type: Type.Union([Type.Literal('O'), Type.Literal('P')]),
      channel_display_name: Type.String(),
      channel_name: Type.String(),
      sender_name: Type.String(),
      team_id: Id,
      set_online: Type.Boolean(),
      post: Json,
      image: Type.Optional(Type.Literal('true')),
      otherFile: Type.Optional(Type.Literal('true')),
    }),
    post_edited: inChannel('post_edited', { post: Json }),
    post_deleted: inChannel('post_deleted', { post: Json, delete_by: Type.Optional(Id) }),
    reaction_added: inChannel('reaction_added', { reaction: Json }),
    reaction_removed: inChannel('reaction_removed', { reaction: Json }),
    typing: inChannel('typing', { parent_id: Type.String(), user_id: Id }),
    status_change: event('status_change', { status: Status, user_id: Id }),
    user_added: inChannel('user_added', { user_id: Id, team_id: Id }),
    user_removed: inChannel('user_removed', { user_id: Type.Optional(Id), remover_id: MaybeId }),
    user_updated: inChannel('user_updated', { user: Type.Object({ id: Id, username: Type.String() }) }),
    channel_created: inChannel('channel_created', { team_id: Id }),
    channel_updated: inChannel('channel_updated', { channel: Type.Optional(Json) }),
    channel_viewed: inChannel('channel_viewed', {}),
    channel_deleted: inChannel('channel_deleted', { delete_at: Time }),
    OK: Type.Object({ status: Type.Literal('OK'), seq_reply: Seq, data: Type.Optional(Type.Object({})) }),
    FAIL: Type.Object({
      status: Type.Literal('FAIL'),
      seq_reply: Type.Integer({ description: 'of the request; -1 when it had none' }),
      error: Type.Object({
        id: Type.String(),
        message: Type.String(),
        detailed_error: Type.String(),
        status_code: Type.Integer(),
      }),
    }),
  },
};
