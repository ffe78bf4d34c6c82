import { schemaOfFields, type JsonSchema, type Shape } from '../event-shape.js';
import { sessionEventShapes } from '../presence/session-event-problem.js';
import { sessionCategory } from '../presence/session-events.js';
import { userCategory } from '../read-cursor/read-cursor.js';
import { roomCategory } from '../room/events.js';
import { roomEventShapes } from '../room/room-event-problem.js';
import { userEventShapes } from '../user-event-problem.js';
import { roomEventMeanings, sessionEventMeanings, userEventMeanings } from './event-meanings.js';
import { EVENT_VERSION } from './event-version.js';

/** How others may know the events of one type and version: by JSON Schema 2020-12. */
export interface EventSchema {
  readonly category: string;
  readonly type: string;
  /** A promise: what keeps it and what would break it is told in docs/analytics.md. */
  readonly version: number;
  readonly schema: JsonSchema & { readonly $schema: string; readonly $id: string; readonly title: string };
}

/** Made of the very shapes that stored events are checked by; of all categories that others are told of. */
export const eventSchemas: readonly EventSchema[] = [
  ...schemasOf(roomCategory, roomEventShapes, roomEventMeanings),
  ...schemasOf(userCategory, userEventShapes, userEventMeanings),
  ...schemasOf(sessionCategory, sessionEventShapes, sessionEventMeanings),
];

function schemasOf<T extends string>(
  category: string,
  shapes: Readonly<Record<T, Shape>>,
  meanings: Readonly<Record<T, string>>,
): EventSchema[] {
  return (Object.keys(shapes) as T[]).map((type) => {
    const name = `${category}.${type}.v${EVENT_VERSION}`;
    const { properties, required } = schemaOfFields(shapes[type]);
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:noroshi:event:${name}`,
      title: `noroshi.${name}`,
      description: meanings[type],
      type: 'object' as const,
      properties: { type: { const: type }, ...properties },
      required: ['type', ...required],
    };
    return { category, type, version: EVENT_VERSION, schema };
  });
}
