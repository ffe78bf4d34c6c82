import { Type } from 'typebox';
import type { DialectDescription } from '../../description.js';
import { serverSchemas as nativeSchemas } from '../native/server-schemas.js';
import { serverSchemas } from '../rooms/server-schemas.js';

const { connection, joinedRoom, resumed, leftRoom, reconnect, error } = serverSchemas;
const { message, messageEdited, messageDeleted, reaction } = serverSchemas;
const { memberJoined, memberLeft, presence, typing, signal, broadcast, read } = serverSchemas;
const { metrics, rooms, alert, systemEvent } = nativeSchemas;

/** The language as its documents tell it: the data of each event, by the event's type. */
export const sseDescription: DialectDescription = {
  name: 'sse',
  title: 'Server-sent events',
  paths: ['/sse'],
  clientFrames: {},
  serverFrames: {
    ...{ connection, joinedRoom, resumed, leftRoom, reconnect, error },
    ...{ message, messageEdited, messageDeleted, reaction },
    ...{ memberJoined, memberLeft, presence, typing, signal, broadcast, read },
    ...{ metrics, rooms, alert, systemEvent },
    closed: Type.Object({
      type: Type.Literal('closed'),
      code: Type.Integer(),
      reason: Type.String(),
      reconnect: Type.Boolean(),
    }),
    push: Type.String({ description: 'Of a back end, as it said it' }),
    pushBase64: Type.String({ description: 'The same of bytes that are no text', contentEncoding: 'base64' }),
  },
};
