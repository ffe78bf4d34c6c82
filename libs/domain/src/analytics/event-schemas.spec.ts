import type { Event } from '@noroshi/event-sourcing';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import type { JsonSchema } from '../event-shape.js';
import { sessionEventProblem } from '../presence/session-event-problem.js';
import { roomEventProblem } from '../room/room-event-problem.js';
import { userEventProblem } from '../user-event-problem.js';
import { eventSchemas } from './event-schemas.js';

const problems: Readonly<Record<string, (event: Event) => string | undefined>> = {
  room: roomEventProblem,
  user: userEventProblem,
  session: sessionEventProblem,
};

const anything = fc.oneof(
  fc.constantFrom('', 'a word', 0, -1, 1.5, 2 ** 53, null, true),
  fc.constant([]),
  fc.constant({}),
);

const right = ({ type, enum: texts, properties, required }: JsonSchema): fc.Arbitrary<unknown> => {
  if (texts) return fc.constantFrom(...texts);
  if (type === 'string') return fc.string();
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return fc.maxSafeInteger();
  if (type === 'number') return fc.double({ noNaN: true, noDefaultInfinity: true });
  return fc.record(
    Object.fromEntries(Object.entries(properties ?? {}).map(([name, schema]) => [name, mostlyRight(schema)])),
    { requiredKeys: [...(required ?? [])] },
  );
};

const mostlyRight = (schema: JsonSchema): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 15, arbitrary: right(schema) }, { weight: 1, arbitrary: anything });

/** Events of the type, whole, with something wrong in them, or with something left out. */
const eventsOf = (schema: JsonSchema): fc.Arbitrary<Event> => {
  const { type, ...fields } = schema.properties ?? {};
  const required = (schema.required ?? []).filter((name) => name !== 'type');
  return fc
    .tuple(right({ ...schema, properties: fields, required }), fc.option(fc.constantFrom(...Object.keys(fields))))
    .map(([values, without]) => {
      const event: Record<string, unknown> = { type: type?.const, ...(values as object) };
      if (without !== null) Reflect.deleteProperty(event, without);
      return event as never;
    });
};

describe('the schema of an event', () => {
  it.each(eventSchemas)('admits exactly what is read from the log: $category $type', ({ category, schema }) => {
    const admits = new Ajv2020({ strict: true }).compile(schema);
    const seen = { admitted: 0, refused: 0 };
    fc.assert(
      fc.property(eventsOf(schema), (event) => {
        const isFine = problems[category]?.(event) === undefined;
        seen[isFine ? 'admitted' : 'refused'] += 1;
        expect(admits(JSON.parse(JSON.stringify(event)))).toBe(isFine);
      }),
      { numRuns: 200 },
    );
    expect(seen.admitted).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
  });

  it('admits what a later version has added', () => {
    const archived = eventSchemas.find(({ type }) => type === 'RoomArchived');
    const admits = new Ajv2020().compile(archived?.schema ?? false);
    expect(admits({ type: 'RoomArchived', by: 'ann', reason: 'of a later version' })).toBe(true);
    expect(admits({ type: 'RoomOpened', by: 'ann' })).toBe(false);
  });

  it('says what the event means, and is named as the type in the headers of a record', () => {
    for (const { category, type, version, schema } of eventSchemas) {
      expect(schema.title).toBe(`noroshi.${category}.${type}.v${version}`);
      expect(schema.description).toMatch(/^[A-Z].+\.$/);
    }
  });
});
