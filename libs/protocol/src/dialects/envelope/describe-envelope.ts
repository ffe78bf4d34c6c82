import { Type, type TSchema } from 'typebox';
import type { DialectDescription } from '../../description.js';

export const milliseconds = Type.Number({ minimum: 0, description: 'Milliseconds since 1970' });
const text = Type.String();
const yes = Type.Literal(true);

/** `data` of what every path of envelopes takes. */
export const clientDataEverywhere = {
  authenticate: Type.Object({ token: Type.String({ minLength: 1 }) }),
  ping: Type.Object({}),
};

/** `data` of what every path of envelopes says. */
export const serverDataEverywhere = {
  authenticated: Type.Object({
    expiresAt: milliseconds,
    userId: Type.Optional(text),
    username: Type.Optional(text),
  }),
  broadcast: Type.Object({ roomId: Type.Optional(text), data: Type.Unknown() }),
  pong: Type.Object({}),
  reconnect: Type.Object({ retryAfter: Type.Number({ minimum: 0, description: 'Milliseconds' }) }),
  error: Type.Object({
    code: text,
    message: text,
    action: Type.Optional(text),
    roomId: Type.Optional(text),
    clientMessageId: Type.Optional(text),
    retryAfter: Type.Optional(Type.Number({ minimum: 0, description: 'Seconds' })),
  }),
};

/** Of a guest the id is only claimed. */
export const personSchema = Type.Object({ id: text, username: text, guest: Type.Optional(yes) });
export const byPersonFields = { userId: text, username: text, guest: Type.Optional(yes) };

export interface EnvelopePath {
  readonly name: string;
  readonly title: string;
  readonly path: string;
  /** Of each frame the schema of its `data`. */
  readonly clientData: Readonly<Record<string, TSchema>>;
  readonly serverData: Readonly<Record<string, TSchema>>;
}

/** A path of envelopes as its documents tell it. A client need not give a `timestamp`; whatever it gives is ignored. */
export const describeEnvelope = ({ name, title, path, clientData, serverData }: EnvelopePath): DialectDescription => ({
  name,
  title,
  paths: [path],
  clientFrames: each(clientData, (type, data) =>
    Type.Object({
      type: Type.Literal(type),
      data,
      timestamp: Type.Optional(Type.Unknown()),
      id: Type.Optional(Type.String()),
    }),
  ),
  serverFrames: each(serverData, (type, data) =>
    Type.Object({ type: Type.Literal(type), data, timestamp: milliseconds, id: Type.Optional(Type.String()) }),
  ),
});

const each = (
  data: Readonly<Record<string, TSchema>>,
  frame: (type: string, data: TSchema) => TSchema,
): Readonly<Record<string, TSchema>> =>
  Object.fromEntries(Object.entries(data).map(([type, schema]) => [type, frame(type, schema)]));
