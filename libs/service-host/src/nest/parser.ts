import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/** What came in is not what its sender should have sent: a fault of the caller, not of a user. */
export class MalformedPayload extends Error {
  override readonly name = 'MalformedPayload';
}

/** Checks once, where bytes come in; unknown fields are let through. @throws MalformedPayload */
export type Parse<T> = (payload: unknown) => T;

/** The caller says which type the schema describes: the services' types are the domain's, not inferred here. */
export function parser<T>(what: string, schema: TSchema): Parse<T> {
  const validator = Compile(schema);
  return (payload) => {
    if (validator.Check(payload)) return payload as T;
    const [problem] = validator.Errors(payload);
    throw new MalformedPayload(`${what}${problem?.instancePath ?? ''} ${problem?.message ?? 'is malformed'}`);
  };
}
