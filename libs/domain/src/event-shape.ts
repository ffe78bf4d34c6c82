import type { Event } from '@noroshi/event-sourcing';

/** What of JSON Schema 2020-12 shapes are told in. */
export interface JsonSchema {
  readonly description?: string;
  readonly type?: 'string' | 'boolean' | 'number' | 'integer' | 'object';
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** Does a value that was read from outside have the kind that it should have; and the same for others, as a schema. */
export interface Holds {
  (value: unknown): boolean;
  readonly schema: JsonSchema;
  /** It may be left out. */
  readonly isOptional?: true;
}
export type Shape = Readonly<Record<string, Holds>>;

/** Of each type of an event the fields besides `type`. */
export type Shapes<E extends Event> = {
  readonly [T in E['type']]: Readonly<Record<Exclude<keyof Extract<E, { type: T }>, 'type'>, Holds>>;
};

const kind = (schema: JsonSchema, holds: (value: unknown) => boolean): Holds => Object.assign(holds, { schema });

export const text = kind({ type: 'string' }, (value) => typeof value === 'string');
export const flag = kind({ type: 'boolean' }, (value) => typeof value === 'boolean');
export const number = kind({ type: 'number' }, (value) => Number.isFinite(value));
export const whole = kind(
  { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  (value) => Number.isSafeInteger(value),
);
export const oneOf = (...texts: readonly string[]): Holds =>
  kind({ type: 'string', enum: texts }, (value) => texts.includes(value as string));
export const fields = (shape: Shape): Holds =>
  kind(
    { type: 'object', ...schemaOfFields(shape) },
    (value) => typeof value === 'object' && value !== null && missing(shape, value) === undefined,
  );

/** The same kind, with its meaning for those who read the schema. */
export const described = (description: string, holds: Holds): Holds =>
  Object.assign((value: unknown) => holds(value), holds, { schema: { ...holds.schema, description } });

export const optional = (holds: Holds): Holds =>
  Object.assign((value: unknown) => value === undefined || holds(value), {
    schema: holds.schema,
    isOptional: true as const,
  });

export const time = described('Milliseconds since 1970.', number);
export const position = described('A place in the log of the same category.', whole);

/** `properties` and `required` of what has these fields; it may have others too, of a later version. */
export const schemaOfFields = (shape: Shape): Required<Pick<JsonSchema, 'properties' | 'required'>> => ({
  properties: Object.fromEntries(Object.entries(shape).map(([name, { schema }]) => [name, schema])),
  required: Object.keys(shape).filter((name) => !shape[name]?.isOptional),
});

/**
 * What keeps a stored event from being what its type says; undefined: nothing. Without any content.
 *
 * Checked where stored bytes become events, so that deciders and dialects can rely on the shapes. An event of an unknown
 * type is of a later version, and no problem: nobody folds it.
 */
export function problemOf(shapes: Readonly<Record<string, Shape>>, event: Event): string | undefined {
  const shape = Object.hasOwn(shapes, event.type) ? shapes[event.type] : undefined;
  const field = shape && missing(shape, event);
  return field === undefined ? undefined : `a ${event.type} without a valid ${field}`;
}

function missing(shape: Shape, value: object): string | undefined {
  for (const name in shape) if (!shape[name]?.((value as Record<string, unknown>)[name])) return name;
  return undefined;
}
