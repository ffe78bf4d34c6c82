import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

export type Schema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>;
}

export interface Operation {
  readonly operationId: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content & { readonly required: boolean };
  readonly responses: Readonly<Record<string, Content & { readonly description: string }>>;
}

/** An operation with where it is. */
export interface Placed extends Operation {
  readonly method: string;
  readonly path: string;
}

/** What was answered, as far as a document can say something about it. */
export interface Given {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly text: string;
}

const BASE = 'https://noroshi.invalid/openapi.json';

/** An OpenAPI document as those hold on to it who call what it tells. */
export class Contract {
  readonly operations: readonly Placed[];
  readonly #document: Schema;
  readonly #ajv: Ajv2020;
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(document: Schema) {
    this.#document = document;
    const paths = document['paths'] as Record<string, Record<string, Operation>>;
    this.operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
    );
    this.#ajv = new Ajv2020({ strict: false });
    this.#ajv.addFormat('date-time', (text: string) => text.endsWith('Z') && !Number.isNaN(Date.parse(text)));
    this.#ajv.addSchema({ ...document, $id: BASE });
  }

  /** The schema that a `$ref` of the document means. */
  resolve(schema: Schema): Schema {
    const ref = schema['$ref'];
    if (typeof ref !== 'string') return schema;
    const names = ref.slice(2).split('/');
    return names.reduce<unknown>((part, name) => (part as Schema)[name], this.#document) as Schema;
  }

  /** What is wrong with an answer; undefined: it is as the document tells. */
  complaint({ method, path, responses }: Placed, { status, contentType, text }: Given): string | undefined {
    const response = responses[String(status)];
    if (!response) return `status ${status} is not in the document`;
    const [told] = Object.keys(response.content ?? {});
    if (told === undefined) return text === '' ? undefined : 'there should be no body';
    if (contentType !== told) return `the body is ${contentType ?? 'nothing'} instead of ${told}`;
    const pointer = ['paths', path, method.toLowerCase(), 'responses', String(status), 'content', told, 'schema'];
    const validate = this.#validator(pointer);
    return validate(JSON.parse(text)) ? undefined : this.#ajv.errorsText(validate.errors);
  }

  #validator(pointer: readonly string[]): ValidateFunction {
    const escaped = pointer.map((name) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1')));
    const $ref = `${BASE}#/${escaped.join('/')}`;
    const known = this.#validators.get($ref) ?? this.#ajv.compile({ $ref });
    this.#validators.set($ref, known);
    return known;
  }
}
