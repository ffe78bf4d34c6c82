import { Type, type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

const text = Type.String();
/** More rooms than anybody watches at once; a client with more sends several frames. */
const MAX_RESUMED_ROOMS = 100;

const RoomId = Type.String({ minLength: 1 });

/** Unknown fields are ignored: existing clients add their own to every frame. */
export const schemas = {
  authenticate: Type.Object({ token: Type.String({ minLength: 1 }) }),
  joinRoom: Type.Object({ roomId: RoomId, roomName: Type.Optional(text), stay: Type.Optional(Type.Boolean()) }),
  leaveRoom: Type.Object({ roomId: Type.Optional(RoomId) }),
  message: Type.Object({
    roomId: RoomId,
    content: Type.String({ minLength: 1 }),
    messageType: Type.Optional(text),
    clientMessageId: Type.Optional(text),
    replyTo: Type.Optional(text),
  }),
  typing: Type.Object({ roomId: RoomId, isTyping: Type.Boolean() }),
  signal: Type.Object({ roomId: RoomId, connectionId: Type.String({ minLength: 1 }), data: Type.Unknown() }),
  edit: Type.Object({ roomId: RoomId, messageId: text, content: Type.String({ minLength: 1 }) }),
  delete: Type.Object({ roomId: RoomId, messageId: text }),
  react: Type.Object({ roomId: RoomId, messageId: text, emoji: text, remove: Type.Optional(Type.Boolean()) }),
  read: Type.Object({ roomId: RoomId, offset: text }),
  history: Type.Object({
    roomId: RoomId,
    before: Type.Optional(text),
    after: Type.Optional(text),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  }),
  members: Type.Object({ roomId: RoomId }),
  resume: Type.Object({
    rooms: Type.Array(Type.Object({ roomId: RoomId, offset: text }), { minItems: 1, maxItems: MAX_RESUMED_ROOMS }),
  }),
  ping: Type.Object({}),
};

export type Action = keyof typeof schemas;
export type Body<A extends Action> = Static<(typeof schemas)[A]>;

/** What is wrong with a body, in the words of this language; undefined: nothing. */
export type Check = (body: unknown) => string | undefined;

/** A map, not an object: an action named `__proto__` finds nothing. */
export const checks: ReadonlyMap<string, Check> = new Map(
  Object.entries(schemas).map(([action, schema]) => [action, checkOf(schema)]),
);

function checkOf(schema: TSchema & { readonly required?: readonly string[] | undefined }): Check {
  const compiled = Compile(schema);
  const required = schema.required ?? [];
  return (body) => {
    if (compiled.Check(body)) return undefined;
    const fields = body as Record<string, unknown>;
    if (required.some((field) => fields[field] === undefined || fields[field] === ''))
      return `${sentence(required)} required`;
    const [error] = compiled.Errors(body);
    return error ? `${error.instancePath.slice(1)} ${error.message}` : 'invalid frame';
  };
}

const sentence = (fields: readonly string[]): string =>
  fields.length === 1 ? `${fields.join('')} is` : `${fields.slice(0, -1).join(', ')} and ${fields.at(-1) ?? ''} are`;
