import fc from 'fast-check';
import type { Contract, Parameter, Placed, Schema } from './document.js';

/** Real values by the name of what they are for; the first is the one that a plain request uses. */
export type Pools = Readonly<Record<string, readonly [unknown, ...unknown[]]>>;

/** Always given, and as the pools have it: how long a request waits is no matter of chance in a test. */
const ALWAYS_KNOWN: ReadonlySet<string> = new Set(['wait']);

/** What goes into one request. */
export interface Inputs {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly header: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Makes inputs of what the document says, out of values that exist where there are some. */
export class InputMaker {
  readonly #contract: Contract;
  readonly #pools: Pools;

  constructor(contract: Contract, pools: Pools) {
    this.#contract = contract;
    this.#pools = pools;
  }

  /** Only what has to be given, and as plain as can be. */
  plain({ parameters = [], requestBody }: Placed): Inputs {
    const part = (place: Parameter['in']) =>
      Object.fromEntries(
        parameters
          .filter((parameter) => parameter.in === place && parameter.required)
          .map(({ name, schema }) => [name, this.#plain(name, schema)]),
      );
    const { schema, example } = requestBody?.content?.['application/json'] ?? {};
    return {
      ...{ path: part('path'), query: part('query'), header: part('header') },
      ...(schema ? { body: example ?? this.#plain('', schema) } : {}),
    };
  }

  /** What the document allows. */
  allowed(operation: Placed): fc.Arbitrary<Inputs> {
    return this.#inputs(operation, (name, schema) => this.#allowed(name, schema));
  }

  /** Anything at all in the places that there are, next to what the document allows. */
  anything(operation: Placed): fc.Arbitrary<Inputs> {
    return this.#inputs(operation, (name, schema) =>
      fc.oneof({ weight: 2, arbitrary: this.#allowed(name, schema) }, { weight: 3, arbitrary: fc.jsonValue() }),
    );
  }

  #inputs(
    { parameters = [], requestBody }: Placed,
    value: (name: string, schema: Schema) => fc.Arbitrary<unknown>,
  ): fc.Arbitrary<Inputs> {
    const part = (place: Parameter['in']) => {
      const here = parameters.filter((parameter) => parameter.in === place);
      const made = ({ name, schema }: Parameter) =>
        ALWAYS_KNOWN.has(name) ? fc.constantFrom(...(this.#pools[name] ?? [])) : value(name, schema);
      return fc.record(Object.fromEntries(here.map((parameter) => [parameter.name, made(parameter)])), {
        requiredKeys: here.filter(({ name, required }) => required || ALWAYS_KNOWN.has(name)).map(({ name }) => name),
      });
    };
    const parts = { path: part('path'), query: part('query'), header: part('header') };
    const schema = bodySchema(requestBody);
    return schema ? fc.record({ ...parts, body: value('', schema) }) : fc.record(parts);
  }

  #plain(name: string, given: Schema): unknown {
    const schema = this.#contract.resolve(given);
    const [known] = this.#pools[name] ?? listOf(schema['examples']);
    if (known !== undefined) return known;
    if (schema['type'] !== 'object') return plainValue(schema);
    const properties = schema['properties'] as Record<string, Schema>;
    const required = listOf(schema['required']) as string[];
    return Object.fromEntries(required.map((field) => [field, this.#plain(field, properties[field] ?? {})]));
  }

  #allowed(name: string, given: Schema): fc.Arbitrary<unknown> {
    const known = this.#pools[name];
    const invented = this.#invented(this.#contract.resolve(given));
    return known
      ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: invented })
      : invented;
  }

  #invented(schema: Schema): fc.Arbitrary<unknown> {
    const choices = choicesOf(schema);
    if (choices.length > 0) return fc.constantFrom(...choices);
    if (schema['anyOf']) return fc.oneof(...(schema['anyOf'] as Schema[]).map((one) => this.#allowed('', one)));
    switch (schema['type']) {
      case 'object':
        return this.#object(schema);
      case 'array':
        return fc.array(this.#allowed('', schema['items'] as Schema), { maxLength: 4 });
      case 'integer':
        return integerOf(schema);
      case 'boolean':
        return fc.boolean();
      default:
        return textOf(schema);
    }
  }

  #object(schema: Schema): fc.Arbitrary<unknown> {
    const properties = Object.entries((schema['properties'] as Record<string, Schema> | undefined) ?? {});
    const record = Object.fromEntries(properties.map(([name, property]) => [name, this.#allowed(name, property)]));
    return fc.record(record, { requiredKeys: listOf(schema['required']) as string[] });
  }
}

const bodySchema = (body: Placed['requestBody']): Schema | undefined => body?.content?.['application/json']?.schema;

function textOf({ minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<string> {
  const length = { minLength: minLength as number, maxLength: Math.min(maxLength as number, 40) };
  return fc.oneof(fc.string(length), fc.string({ unit: 'binary', ...length }));
}

const integerOf = ({ minimum = 0, maximum = 2 ** 31 }: Schema): fc.Arbitrary<number> =>
  fc.integer({ min: minimum as number, max: maximum as number });

const choicesOf = (schema: Schema): readonly unknown[] =>
  'const' in schema ? [schema['const']] : listOf(schema['enum']);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function plainValue(schema: Schema): unknown {
  const [first] = choicesOf(schema);
  if (first !== undefined) return first;
  return schema['type'] === 'integer' ? (schema['minimum'] ?? 1) : 'x';
}
