import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { errors, type ErrorCode } from '@noroshi/protocol';
import { Refused } from '../refusal.js';
import type { Fields, Given } from './route.js';

/** Picks what is declared, fills in defaults and checks it. @throws Refused, naming the field */
export type ReadFields = (given: Given) => Given;

type Failure = ReturnType<ReturnType<typeof Compile>['Errors']>[number];

export function fieldReader(fields: Fields): ReadFields {
  const check = Compile(fields);
  const { properties, required = [] } = fields;
  const declared = Object.entries(properties).map(([name, schema]) => ({
    ...{ name, schema },
    isNeeded: required.includes(name) && !('default' in schema),
  }));
  return (given) => {
    const values = Object.fromEntries(declared.flatMap((field) => entryOf(given, field)));
    if (check.Check(values)) return values;
    throw refusalOf(check.Errors(values)[0], fields);
  };
}

/** Texts of a query become what their schema says, where they can; else the check tells what is wrong with them. */
export function queryReader(fields: Fields): (query: URLSearchParams) => Given {
  const read = fieldReader(fields);
  const declared = Object.entries(fields.properties);
  return (query) => {
    const given = declared.flatMap(([name, schema]) => {
      const text = query.get(name);
      return text === null ? [] : [[name, valueOf(text, schema)] as const];
    });
    return read(Object.fromEntries(given));
  };
}

interface Field {
  readonly name: string;
  readonly schema: TSchema;
  readonly isNeeded: boolean;
}

/** `null` in an optional field means absent, as in every dialect. */
function entryOf(given: Given, { name, schema, isNeeded }: Field): [string, unknown][] {
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  if (value !== undefined && (value !== null || isNeeded)) return [[name, value]];
  return 'default' in schema ? [[name, schema.default]] : [];
}

function valueOf(text: string, schema: TSchema): unknown {
  const isNumber = 'type' in schema && schema.type === 'integer';
  return isNumber && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

function refusalOf(failure: Failure | undefined, fields: Fields): Refused {
  const path = failure ? pathOf(failure) : [];
  const code = codeOf(fields, path[0]);
  const field = path.join('.') || undefined;
  if (code !== 'invalid_frame') return new Refused(code, errors[code].message, field);
  return new Refused(code, sentence(failure, field), field);
}

/** From the outside in; of what is missing the first. */
function pathOf({ instancePath, keyword, params }: Failure): string[] {
  const path = instancePath.split('/').slice(1);
  if (keyword !== 'required') return path;
  const [missing] = (params as { readonly requiredProperties: readonly string[] }).requiredProperties;
  return missing === undefined ? path : [...path, missing];
}

function codeOf({ properties }: Fields, name: string | undefined): ErrorCode {
  const schema = name === undefined ? undefined : properties[name];
  return (schema && 'x-code' in schema ? schema['x-code'] : 'invalid_frame') as ErrorCode;
}

function sentence(failure: Failure | undefined, field = 'The request'): string {
  if (failure?.keyword === 'required') return `${field} is required`;
  return `${field} ${failure?.message ?? 'is not valid'}`;
}
