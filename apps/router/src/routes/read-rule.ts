import { roomEventTypes } from '@noroshi/domain';
import { connectionEventTypes } from '../deliveries/connection-deliveries.js';
import type { Complain } from './complain.js';
import type { Rule } from './routes.js';
import { complaintsOf, schemas, type RuleSpec } from './routes-schema.js';

const known: readonly string[] = [...roomEventTypes, ...connectionEventTypes];

export interface ReadRule {
  readonly rule: Rule;
  /** Names of targets. */
  readonly to: readonly string[];
}

/** @param names of the targets that there are */
export function readRule(
  spec: unknown,
  place: string,
  { names, complain }: { readonly names: ReadonlySet<string>; readonly complain: Complain },
): ReadRule | undefined {
  if (!schemas.rule.Check(spec)) {
    complaintsOf(schemas.rule, spec, place).forEach(complain);
    return undefined;
  }
  const { events = [], to } = spec;
  const unknownEvent = events.find((type) => !known.includes(type));
  if (unknownEvent !== undefined)
    complain(`${place}.events: ${JSON.stringify(unknownEvent)} is no event; there are ${known.join(', ')}.`);
  for (const name of to) if (!names.has(name)) complain(`${place}.to: there is no target ${JSON.stringify(name)}.`);
  return { rule: ruleOf(spec), to };
}

function ruleOf({ events, rooms, where = {} }: RuleSpec): Rule {
  const fields = Object.entries(where).map(([path, value]) => [path, Array.isArray(value) ? value : [value]] as const);
  return {
    ...(events === undefined ? {} : { events }),
    ...(rooms === undefined ? {} : { rooms }),
    where: Object.fromEntries(fields),
  };
}
