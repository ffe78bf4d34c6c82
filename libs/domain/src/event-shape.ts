import type { Event } from '@noroshi/event-sourcing';

/** Does a value that was read from outside have the kind that it should have. */
export type Holds = (value: unknown) => boolean;
export type Shape = Readonly<Record<string, Holds>>;

/** Of each type of an event the fields besides `type`. */
export type Shapes<E extends Event> = {
  readonly [T in E['type']]: Readonly<Record<Exclude<keyof Extract<E, { type: T }>, 'type'>, Holds>>;
};

export const text: Holds = (value) => typeof value === 'string';
export const flag: Holds = (value) => typeof value === 'boolean';
export const time: Holds = (value) => Number.isFinite(value);
export const position: Holds = (value) => Number.isSafeInteger(value);
export const optional =
  (holds: Holds): Holds =>
  (value) =>
    value === undefined || holds(value);
export const oneOf =
  (...texts: readonly string[]): Holds =>
  (value) =>
    texts.includes(value as string);
export const fields =
  (shape: Shape): Holds =>
  (value) =>
    typeof value === 'object' && value !== null && missing(shape, value) === undefined;

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

const missing = (shape: Shape, value: object): string | undefined => {
  for (const name in shape) if (!shape[name]?.((value as Record<string, unknown>)[name])) return name;
  return undefined;
};
