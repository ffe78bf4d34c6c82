import { Type } from 'typebox';
import { isClientMessageId, isRoomId, isUserId, parseMessageId, parseOffset } from '@noroshi/domain';
import { MessageItem } from '@noroshi/protocol';

/** No control characters, and no halves of characters. */
const PLAIN = '[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]';

const id = { minLength: 1, maxLength: 128, pattern: `^${PLAIN}{1,128}$` };

export const RoomId = Type.Refine(
  Type.String({ ...id, description: 'Of a room', examples: ['lobby'], 'x-code': 'invalid_room_id' }),
  isRoomId,
  () => 'is not a room id',
);

const IDS = 'has 1 to 128 characters and no control characters';

/** In a path: an id that nobody can have is the id of nobody. */
export const KnownUserId = Type.Refine(
  Type.String({ ...id, description: 'Of a user', examples: ['alice'], 'x-code': 'user_not_found' }),
  isUserId,
  () => IDS,
);

export const UserId = Type.Refine(
  Type.String({ ...id, description: 'Of a user', examples: ['alice'] }),
  isUserId,
  () => IDS,
);

export const MessageId = Type.Refine(
  Type.String({
    description: 'Of a message, as the server gave it',
    examples: ['m1a2b-3c'],
    'x-code': 'message_not_found',
  }),
  (text) => parseMessageId(text) !== undefined,
  () => 'is not a message id',
);

const isOffset = (text: string): boolean => parseOffset(text) !== undefined;

/** As somebody gives one. */
export const OffsetWish = Type.Refine(
  Type.String({ description: 'As the server gave it', examples: ['1a2b-3c'], 'x-code': 'invalid_offset' }),
  isOffset,
  () => 'is not an offset',
);

export const Offset = Type.String({ description: 'A place in the log; opaque' });

/** A resend under the same id is stored once. */
export const ClientMessageId = Type.Refine(
  Type.String({
    ...{ minLength: 1, maxLength: 64, 'x-code': 'invalid_client_message_id' },
    description: '1 to 64 printable characters, the same in each try: what was stored the first time is answered',
  }),
  isClientMessageId,
  () => 'is not an id',
);

export const Limit = Type.Integer({ minimum: 1, maximum: 100, default: 50, description: 'At most so many items' });

/** Which page of a list that is in the order of the log. */
export const pageQuery = {
  before: Type.Optional(OffsetWish),
  after: Type.Optional(OffsetWish),
  limit: Limit,
};

/** Which page: `previous` given as `before` is older, `next` given as `after` is newer. Absent where nothing is. */
export const cursors = { next: Type.Optional(Offset), previous: Type.Optional(Offset) };

export const Time = Type.String({ format: 'date-time' });

export const Count = Type.Integer({ minimum: 0 });

export const RoomName = Type.Refine(
  Type.String({ minLength: 1, maxLength: 128, pattern: `^${PLAIN}{1,128}$`, 'x-code': 'invalid_name' }),
  (name) => name.trim() !== '',
  () => 'is empty',
);

const settings = {
  isPublic: Type.Boolean({ description: 'Anybody may come in and read; else by invitation' }),
  maxMembers: Type.Integer({ minimum: 1, maximum: 100_000 }),
  allowFileSharing: Type.Boolean(),
};

export const RoomSettings = Type.Object(settings, { $id: 'RoomSettings' });

export const SettingsWish = Type.Partial(Type.Object(settings), {
  ...{ $id: 'SettingsWish', 'x-code': 'invalid_settings' },
  description: 'What is left out stays as it is',
});

export const Room = Type.Object(
  {
    roomId: Type.String(),
    name: Type.String(),
    ownerId: Type.String(),
    settings: RoomSettings,
    memberCount: Count,
    present: Type.Integer({ minimum: 0, description: 'Who is here now' }),
    archived: Type.Optional(Type.Literal(true)),
  },
  { $id: 'Room' },
);

export const Message = MessageItem;

/** Without an offset nothing had to change. */
export const Changed = Type.Object(
  { offset: Type.Optional(Type.String({ description: 'Of what was stored; without one nothing had to change' })) },
  { $id: 'Changed' },
);
