import { Validator } from '@seriousme/openapi-schema-validator';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { Type } from 'typebox';
import { spokenDialects } from '../dialects.js';
import { restRoutes, type RestParts } from '../http/rest-routes.js';
import { asyncApiDocument } from './async-api.js';
import { AmbiguousSchema, NamedSchemas } from './named-schemas.js';
import { openApiDocument } from './open-api.js';
import { variablesOf } from './route.js';

// Handlers are not called here.
const routes = restRoutes({ settings: {} } as unknown as RestParts);
const openApi = openApiDocument(routes);
const asyncApi = asyncApiDocument(spokenDialects({ roomsPaths: ['/ws', '/dev'] }));

/** Every `$ref` in a document. */
const refsIn = (document: object): string[] =>
  [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) => ref);

const find = (document: object, ref: string): unknown =>
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], document);

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(openApi))).toMatchObject({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('refers to nothing that is not there', () => {
    expect(refsIn(openApi).filter((ref) => find(openApi, ref) === undefined)).toEqual([]);
  });

  it('has every route once, under a name of its own', () => {
    const addresses = routes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(addresses).size).toBe(routes.length);
    expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length);
  });

  it.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s declares the variables of its path, and no others',
    (_, { path, params }) => {
      expect(Object.keys(params.properties).toSorted()).toEqual([...variablesOf(path)].toSorted());
    },
  );
});

describe('the AsyncAPI document', () => {
  const schema = createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.1.0-without-$id.json');
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
    JSON.parse(readFileSync(schema, 'utf8')) as object,
  );

  it('is valid AsyncAPI 3.1', () => {
    validate(asyncApi);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('refers to nothing that is not there', () => {
    expect(refsIn(asyncApi).filter((ref) => find(asyncApi, ref) === undefined)).toEqual([]);
  });
});

describe('named schemas', () => {
  it('are written once, however deep they are', () => {
    const schemas = new NamedSchemas();
    const inner = Type.Object({ title: Type.String() }, { $id: 'Inner' });
    const outer = Type.Object({ inner, list: Type.Array(inner) }, { $id: 'Outer' });
    expect(schemas.of(outer)).toEqual({ $ref: '#/components/schemas/Outer' });
    expect(Object.keys(schemas.all())).toEqual(['Inner', 'Outer']);
    expect(schemas.all()['Outer']).toMatchObject({ properties: { inner: { $ref: '#/components/schemas/Inner' } } });
  });

  it('can not be two under one name', () => {
    const schemas = new NamedSchemas();
    schemas.of(Type.Object({ a: Type.String() }, { $id: 'Thing' }));
    expect(() => schemas.of(Type.Object({ b: Type.String() }, { $id: 'Thing' }))).toThrow(AmbiguousSchema);
  });
});
