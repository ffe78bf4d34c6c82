import type { TSchema } from 'typebox';
import type { DialectDescription } from '@noroshi/protocol';
import { NamedSchemas } from './named-schemas.js';

type Json = Readonly<Record<string, unknown>>;
type Direction = 'client' | 'server';

const VERSION = '1.0.0';

/** What is said on sockets, in every language that is spoken, as AsyncAPI 3.1. @throws AmbiguousSchema */
export function asyncApiDocument(dialects: readonly DialectDescription[]): Json {
  const schemas = new NamedSchemas();
  const channels = dialects.flatMap(channelsOf);
  const messages = dialects.flatMap((dialect) => messagesOf(dialect, schemas));
  return {
    asyncapi: '3.1.0',
    info: { title: 'Noroshi', version: VERSION, license: { name: 'Apache-2.0' } },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(channels.map(({ id, channel }) => [id, channel])),
    operations: Object.fromEntries(channels.flatMap(({ id, dialect }) => operationsOf(id, dialect))),
    components: { messages: Object.fromEntries(messages), schemas: schemas.all() },
  };
}

interface Channel {
  readonly id: string;
  readonly dialect: DialectDescription;
  readonly channel: Json;
}

/** A language may be spoken on several paths: each is a channel of the same messages. */
const channelsOf = (dialect: DialectDescription): Channel[] =>
  dialect.paths.map((address, index) => ({
    id: index === 0 ? dialect.name : `${dialect.name}-${index + 1}`,
    dialect,
    channel: {
      address,
      title: dialect.title,
      messages: Object.fromEntries(
        messageNames(dialect).map((name) => [name, { $ref: `#/components/messages/${dialect.name}.${name}` }]),
      ),
      // Who can say nothing is on no socket.
      ...(namesOf(dialect, 'client').length > 0 ? { bindings: { ws: handshakeOf(dialect) } } : {}),
    },
  }));

/** As the binding for WebSockets tells it. */
const handshakeOf = ({ subprotocols }: DialectDescription): Json => ({
  method: 'GET',
  ...(subprotocols && {
    headers: { type: 'object', properties: { 'Sec-WebSocket-Protocol': { type: 'string', enum: subprotocols } } },
  }),
});

const framesOf = (dialect: DialectDescription, direction: Direction): Readonly<Record<string, TSchema>> =>
  direction === 'client' ? dialect.clientFrames : dialect.serverFrames;

const namesOf = (dialect: DialectDescription, direction: Direction): string[] =>
  Object.keys(framesOf(dialect, direction)).map((frame) => `${direction}.${frame}`);

/** A client and the server may each have a frame of the same name. */
const messageNames = (dialect: DialectDescription): string[] => [
  ...namesOf(dialect, 'client'),
  ...namesOf(dialect, 'server'),
];

const messagesOf = (dialect: DialectDescription, schemas: NamedSchemas): [string, Json][] =>
  (['client', 'server'] as const).flatMap((direction) =>
    Object.entries(framesOf(dialect, direction)).map(([frame, schema]): [string, Json] => [
      `${dialect.name}.${direction}.${frame}`,
      { name: frame, contentType: 'application/json', payload: schemas.of(schema) },
    ]),
  );

/** As the server sees it: it receives what clients send. */
function operationsOf(id: string, dialect: DialectDescription): [string, Json][] {
  const operation = (action: 'receive' | 'send', direction: Direction): [string, Json] => [
    `${id}.${action}`,
    {
      action,
      channel: { $ref: `#/channels/${id}` },
      messages: namesOf(dialect, direction).map((name) => ({ $ref: `#/channels/${id}/messages/${name}` })),
    },
  ];
  const receive = namesOf(dialect, 'client').length > 0 ? [operation('receive', 'client')] : [];
  return [...receive, operation('send', 'server')];
}
