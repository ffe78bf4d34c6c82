import { Type, type TSchema } from 'typebox';
import type { DialectDescription } from '../../description.js';
import { schemas } from './schemas.js';
import { serverSchemas } from './server-schemas.js';

/** The language as its documents tell it. */
export const roomsDescription: DialectDescription = {
  name: 'rooms',
  title: 'Action-routed JSON',
  paths: ['/ws', '/dev', '/prod'],
  clientFrames: Object.fromEntries(
    Object.entries(schemas).map(([action, { properties }]): [string, TSchema] => [
      action,
      Type.Object({ action: Type.Literal(action), ...properties }),
    ]),
  ),
  serverFrames: serverSchemas,
};
