import type { Static, TObject, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { isRoomId } from '@noroshi/domain';
import type { ClientFrame } from '../../client-frame.js';
import type { Decoded } from '../../dialect.js';
import { claimOf, malformedId, refuse, type ClientFields } from '../client-fields.js';
import { parseEnvelope } from './envelope.js';

/** Of each frame the core's. The schema was checked before. */
export type ToFrame<S extends Readonly<Record<string, TObject>>> = {
  readonly [T in keyof S]: (data: Static<S[T]>) => ClientFrame;
};

interface Reading {
  /** What is wrong with the data; undefined: nothing. */
  readonly problemOf: (data: ClientFields) => string | undefined;
  readonly frame: (data: unknown) => ClientFrame;
}

/** Reads the frames of one path, by the schemas of their `data`. Unknown fields are ignored. */
export function envelopeDecoder<S extends Readonly<Record<string, TObject>>>(
  schemas: S,
  toFrame: ToFrame<S>,
): (text: string) => Decoded {
  // A map, not an object: a type named `__proto__` finds nothing.
  const readings = new Map(
    Object.entries(schemas).map(([type, schema]): [string, Reading] => [
      type,
      { problemOf: problemsOf(schema), frame: toFrame[type] as Reading['frame'] },
    ]),
  );
  return (text) => {
    const parsed = parseEnvelope(text);
    if (!parsed.ok) return parsed;
    const { type, data, id } = parsed;
    const context = { action: type.slice(0, 64), ...(id === undefined ? {} : { ref: id }) };
    const reading = readings.get(type);
    if (!reading) return refuse('unknown_action', context);
    const place = typeof data['roomId'] === 'string' && isRoomId(data['roomId']) ? { roomId: data['roomId'] } : {};
    const problem = reading.problemOf(data);
    if (problem !== undefined) return refuse('invalid_frame', { ...context, ...place, message: problem });
    const malformed = malformedId(data);
    if (malformed) return refuse(malformed, context);
    return { ok: true, frame: reading.frame(data), claim: claimOf(data), ...context };
  };
}

function problemsOf(schema: TObject): Reading['problemOf'] {
  const compiled = Compile(schema as TSchema);
  const isValid = (data: unknown): boolean => compiled.Check(data);
  // Undefined where every field is optional, whatever the library's type says.
  const { required = [] } = schema as { readonly required?: readonly string[] };
  return (data) => {
    if (isValid(data)) return undefined;
    const missing = required.filter((field) => data[field] === undefined || data[field] === '');
    if (missing.length > 0) return `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} required`;
    const [error] = compiled.Errors(data);
    return error ? `${error.instancePath.slice(1)} ${error.message}` : 'data is not valid';
  };
}
