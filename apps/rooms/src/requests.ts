import { isRoomId, isUserId, type Lease, type RoomsRequests } from '@noroshi/domain';
import { parser, type Parse } from '@noroshi/service-host/nest';
import { Type, type TSchema } from 'typebox';

const RoomId = Type.Refine(Type.String(), isRoomId, () => 'must be a room id');
const UserId = Type.Refine(Type.String(), isUserId, () => 'must be a user id');
const Count = Type.Integer({ minimum: 0 });
const Position = Type.Integer({ minimum: 1 });
const Actor = Type.Object({ id: UserId, name: Type.String({ minLength: 1 }), guest: Type.Boolean() });
const Kind = Type.Union([Type.Literal('member'), Type.Literal('visitor')]);
const Run = Type.Object({ gateway: Type.String({ minLength: 1 }), epoch: Type.Number() });
const Settings = Type.Object({
  isPublic: Type.Boolean(),
  maxMembers: Type.Integer(),
  allowFileSharing: Type.Boolean(),
});

const wish = <T extends string, P extends Record<string, TSchema>>(type: T, fields: P) =>
  Type.Object({ type: Type.Literal(type), by: Actor, at: Type.Number(), ...fields });

const Wish = Type.Union([
  wish('OpenRoom', { name: Type.String(), settings: Settings }),
  wish('JoinRoom', { kind: Kind }),
  wish('LeaveRoom', {}),
  wish('InviteUser', { userId: UserId }),
  wish('RenameRoom', { name: Type.String() }),
  wish('ChangeSettings', { settings: Type.Partial(Settings) }),
  wish('ChangeRole', { userId: UserId, role: Type.Union([Type.Literal('moderator'), Type.Literal('member')]) }),
  wish('TransferOwnership', { to: UserId }),
  wish('MuteUser', { userId: UserId, until: Type.Number() }),
  wish('RemoveUser', { userId: UserId }),
  wish('BanUser', { userId: UserId }),
  wish('UnbanUser', { userId: UserId }),
  wish('ArchiveRoom', {}),
  wish('EditMessage', { position: Position, content: Type.String() }),
  wish('DeleteMessage', { position: Position }),
  wish('React', { position: Position, emoji: Type.String() }),
  wish('Unreact', { position: Position, emoji: Type.String() }),
]);

const OneRoom = Type.Object({ roomId: RoomId });

export type RequestOf<K extends keyof RoomsRequests> = Parameters<RoomsRequests[K]>[0];

export const parseRequest: { readonly [K in keyof RoomsRequests]: Parse<RequestOf<K>> } = {
  execute: parser('execute', Type.Object({ roomId: RoomId, wish: Wish })),
  admit: parser(
    'admit',
    Type.Object({ roomId: RoomId, roomName: Type.Optional(Type.String()), user: Actor, kind: Kind }),
  ),
  members: parser('members', OneRoom),
  summary: parser('summary', OneRoom),
  publicRooms: parser('publicRooms', Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 1000 }) })),
  roomsOf: parser(
    'roomsOf',
    Type.Object({
      userId: UserId,
      guest: Type.Optional(Type.Boolean()),
      roomId: Type.Optional(RoomId),
      after: Type.Optional(Type.String()),
      limit: Type.Integer({ minimum: 1, maximum: 500 }),
    }),
  ),
  mentioned: parser(
    'mentioned',
    Type.Object({
      roomId: RoomId,
      words: Type.Array(Type.Array(Type.String(), { maxItems: 200 }), { maxItems: 50 }),
      everybody: Type.Boolean(),
    }),
  ),
  roomNamed: parser('roomNamed', Type.Object({ shortId: Type.String() })),
  people: parser('people', Type.Object({ userIds: Type.Array(Type.String(), { maxItems: 200 }) })),
  statuses: parser('statuses', Type.Object({ userIds: Type.Array(Type.String(), { maxItems: 1000 }) })),
  guestMayUse: parser('guestMayUse', Type.Object({ userId: UserId })),
  present: parser('present', Type.Object({ roomId: RoomId, atLeast: Type.Optional(Count) })),
  connections: parser(
    'connections',
    Type.Object({
      userId: Type.Optional(UserId),
      roomId: Type.Optional(RoomId),
      gateway: Type.Optional(Type.String()),
      after: Type.Optional(Type.String()),
      limit: Type.Integer({ minimum: 1, maximum: 100 }),
    }),
  ),
  userPresence: parser('userPresence', Type.Object({ userId: UserId })),
  chooseStatus: parser(
    'chooseStatus',
    Type.Object({ userId: UserId, status: Type.Union([Type.Literal('online'), Type.Literal('dnd')]) }),
  ),
};

export const parseLease: Parse<Lease> = parser('lease', Type.Object({ run: Run, change: Count }));
