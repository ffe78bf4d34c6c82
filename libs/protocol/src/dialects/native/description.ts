import { Type, type TObject, type TSchema } from 'typebox';
import type { DialectDescription } from '../../description.js';
import { Ref, schemas } from './schemas.js';
import { serverSchemas } from './server-schemas.js';

/** The subprotocols of this language, by how it is written. */
export const nativeSubprotocols = { json: 'noroshi.v1.json', msgpack: 'noroshi.v1.msgpack' } as const;

/** The language as its documents tell it. */
export const nativeDescription: DialectDescription = {
  name: 'native',
  title:
    'The language of the client library: frames as JSON, one a line, or as MessagePack values, one after the other',
  paths: ['/connect'],
  subprotocols: Object.values(nativeSubprotocols),
  clientFrames: Object.fromEntries(
    Object.entries<TObject>(schemas).map(([action, { properties }]): [string, TSchema] => [
      action,
      Type.Object({ action: Type.Literal(action), ...properties, ref: Type.Optional(Ref) }),
    ]),
  ),
  serverFrames: serverSchemas,
};
