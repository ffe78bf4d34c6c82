import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/** What is wrong with a body, in the words of this language; undefined: nothing. */
export type Check = (body: unknown) => string | undefined;

export function checkOf(schema: TSchema & { readonly required?: readonly string[] | undefined }): Check {
  const compiled = Compile(schema);
  const required = schema.required ?? [];
  return (body) => {
    if (compiled.Check(body)) return undefined;
    const fields = body as Record<string, unknown>;
    if (required.some((field) => fields[field] === undefined || fields[field] === ''))
      return `${sentence(required)} required`;
    const [error] = compiled.Errors(body);
    return error ? `${error.instancePath.slice(1)} ${error.message}` : 'invalid frame';
  };
}

const sentence = (fields: readonly string[]): string =>
  fields.length === 1 ? `${fields.join('')} is` : `${fields.slice(0, -1).join(', ')} and ${fields.at(-1) ?? ''} are`;
