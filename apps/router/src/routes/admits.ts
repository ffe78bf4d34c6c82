import type { Delivery } from '../deliveries/delivery.js';
import { matchesGlob } from './glob.js';
import type { Rule, Value } from './routes.js';

/** Whether one of the rules wants it told. */
export const admits = (rules: readonly Rule[], delivery: Delivery): boolean =>
  rules.some((rule) => admitsOne(rule, delivery));

function admitsOne({ events, rooms, where }: Rule, { type, roomId, data }: Delivery): boolean {
  if (events && !events.includes(type)) return false;
  if (rooms && !rooms.some((pattern) => roomId !== undefined && matchesGlob(pattern, roomId))) return false;
  return Object.entries(where).every(([path, values]) => values.includes(fieldOf(data, path) as Value));
}

/** Undefined when there is none, which is no value that a rule can ask for. */
function fieldOf(data: unknown, path: string): unknown {
  let field = data;
  for (const name of path.split('.')) {
    if (typeof field !== 'object' || field === null || !Object.hasOwn(field, name)) return undefined;
    field = (field as Record<string, unknown>)[name];
  }
  return field;
}
