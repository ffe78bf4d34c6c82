import { Type } from 'typebox';
import type { DashboardStream } from '@noroshi/domain';
import { schemas as roomsSchemas } from '../rooms/schemas.js';

const text = Type.String();
const Id = Type.Object({ id: Type.String({ minLength: 1 }) });
const nothing = Type.Object({});
const stream = <S extends DashboardStream>(name: S) => Type.Literal(name);

/** There are four; somebody may name one twice. */
const MAX_NAMED = 16;
/** As many as one answer holds. */
const MAX_USERS = 1000;

const Streams = Type.Object({
  streams: Type.Array(Type.Union([stream('metrics'), stream('alerts'), stream('events'), stream('rooms')]), {
    minItems: 1,
    maxItems: MAX_NAMED,
  }),
});

/** What a client sends, by its `action`: what the rooms dialect has, and more. A `ref` may stand beside each. */
export const schemas = {
  ...roomsSchemas,
  leaveRoom: Type.Object({ roomId: Type.String({ minLength: 1 }) }),
  message: Type.Object({ ...roomsSchemas.message.properties, clientMessageId: text }),
  follow: nothing,
  statuses: Type.Object({ userIds: Type.Optional(Type.Array(text, { maxItems: MAX_USERS })) }),
  attention: Type.Object({ isThere: Type.Boolean() }),
  notifications: nothing,
  readNotification: Id,
  removeNotification: Id,
  readAllNotifications: nothing,
  clearNotifications: nothing,
  watch: Streams,
  unwatch: Streams,
};

export type NativeClientSchemas = typeof schemas;

/** A client's own number of a frame. */
export const Ref = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
