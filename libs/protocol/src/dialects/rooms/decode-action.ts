import type { Static, TObject } from 'typebox';
import type { ClientFrame } from '../../client-frame.js';
import type { Decoded } from '../../dialect.js';
import { claimOf, isObject, malformedId, refuse, withoutNulls, type ClientFields } from '../client-fields.js';
import { checkOf } from './check-of.js';

/** Of each action the core's frame. The schema was checked before. */
export type ToFrame<S extends Readonly<Record<string, TObject>>> = {
  readonly [A in keyof S]: (body: Static<S[A]>) => ClientFrame;
};

/** Reads frames that name their `action`, by the schemas of their fields. Unknown fields are ignored. */
export function actionDecoder<S extends Readonly<Record<string, TObject>>>(
  schemas: S,
  toFrame: ToFrame<S>,
): (body: unknown) => Decoded {
  // A map, not an object: an action named `__proto__` finds nothing.
  const readings = new Map(
    Object.entries(schemas).map(([action, schema]) => [
      action,
      { problemOf: checkOf(schema), frame: toFrame[action] as (body: unknown) => ClientFrame },
    ]),
  );
  return (given) => {
    if (!isObject(given)) return refuse('invalid_frame', { message: 'A frame is an object' });
    const body = withoutNulls(given);
    const { action } = body;
    if (typeof action !== 'string') return refuse('invalid_frame', { message: 'action is required' });
    const reading = readings.get(action);
    if (!reading) return refuse('unknown_action', { action: action.slice(0, 64) });
    const message = pick(body, 'clientMessageId');
    const problem = reading.problemOf(body);
    if (problem !== undefined)
      return refuse('invalid_frame', { action, ...pick(body, 'roomId'), ...message, message: problem });
    const malformed = malformedId(body);
    if (malformed) return refuse(malformed, { action, ...message });
    return { ok: true, frame: reading.frame(body), claim: claimOf(body), action };
  };
}

/** A short text field to address the refusal with; anything else is not echoed. */
function pick(body: ClientFields, field: 'roomId' | 'clientMessageId'): Record<string, string> {
  const value = body[field];
  return typeof value === 'string' && value.length <= 128 ? { [field]: value } : {};
}
