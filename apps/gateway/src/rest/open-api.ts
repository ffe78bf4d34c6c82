import type { TSchema } from 'typebox';
import { errors, type ErrorCode } from '@noroshi/protocol';
import { ACTS_AS } from '../auth/callers.js';
import { ASKS_TO_WAIT } from '../transport/http-answer.js';
import type { Access } from './access.js';
import { NamedSchemas } from './named-schemas.js';
import { Problem } from './problem-schema.js';
import { refusalsByStatus } from './route-refusals.js';
import type { Fields, Route } from './route.js';

type Json = Readonly<Record<string, unknown>>;

const VERSION = '1.0.0';

const ABOUT = `Errors are \`application/problem+json\` (RFC 9457) with a \`code\` from one catalogue. Offsets and message ids are opaque.
A back end with an API key acts for a user that it names, percent-encoded, in the header \`${ACTS_AS.id}\` (and \`${ACTS_AS.name}\`
for how the user is called): then it may what that user may, and no more.
Pages of the origins in \`NOROSHI_ALLOWED_ORIGINS\` may call every operation (CORS); \`OPTIONS\` says what a path takes.`;

/** What the routes take, give and refuse, as OpenAPI 3.1. @throws AmbiguousSchema */
export function openApiDocument(routes: readonly Route[]): Json {
  const schemas = new NamedSchemas();
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route, schemas);
  return {
    openapi: '3.1.1',
    info: {
      title: 'Noroshi',
      version: VERSION,
      description: ABOUT,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas: schemas.all(), securitySchemes },
  };
}

const securitySchemes = {
  user: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'A user’s token' },
  apiKey: { type: 'http', scheme: 'bearer', description: 'A back end’s key, as `id:secret`' },
};

const security: { readonly [X in Access]: readonly Json[] } = {
  anyone: [],
  // Nobody has to show anything where guests are let in.
  guest: [{ user: [] }, { apiKey: [] }, {}],
  known: [{ user: [] }, { apiKey: [] }],
  user: [{ user: [] }, { apiKey: [] }],
  admin: [{ user: ['admin'] }, { apiKey: [] }],
};

function operationOf(route: Route, schemas: NamedSchemas): Json {
  const { id, tag, summary, description, access, params, query, headers, body, example } = route;
  const parameters = [
    ...parametersOf('path', params, schemas),
    ...parametersOf('query', query, schemas),
    ...parametersOf('header', headers, schemas),
  ];
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: security[access],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body ? { requestBody: { required: isRequired(body), content: content(body, example, schemas) } } : {}),
    responses: { ...answersOf(route, schemas), ...refusalsOf(route, schemas) },
  };
}

function parametersOf(place: 'path' | 'query' | 'header', fields: Fields, schemas: NamedSchemas): Json[] {
  return Object.entries(fields.properties).map(([name, schema]) => {
    const description = 'description' in schema ? { description: schema.description } : {};
    const required = place === 'path' || mustBeGiven(fields, name);
    return { name, in: place, required, ...description, schema: schemas.of(schema) };
  });
}

const mustBeGiven = ({ properties, required = [] }: Fields, name: string): boolean =>
  required.includes(name) && !('default' in (properties[name] ?? {}));

const isRequired = (body: Fields): boolean => Object.keys(body.properties).some((name) => mustBeGiven(body, name));

/** Who sends a body may leave out what has a default. */
function content(body: Fields, example: unknown, schemas: NamedSchemas): Json {
  const written = schemas.of(body) as Json;
  const required = Object.keys(body.properties).filter((name) => mustBeGiven(body, name));
  return { 'application/json': { schema: { ...written, required }, ...(example === undefined ? {} : { example }) } };
}

function answersOf({ answers }: Route, schemas: NamedSchemas): Record<string, Json> {
  const written = Object.entries(answers).map(([status, { description, schema }]): [string, Json] => [
    status,
    { description, ...(schema ? { content: { 'application/json': { schema: schemas.of(schema) } } } : {}) },
  ]);
  return Object.fromEntries(written);
}

function refusalsOf(route: Route, schemas: NamedSchemas): Record<string, Json> {
  const problem = (schema: TSchema | Json) => ({ 'application/problem+json': { schema } });
  const any = schemas.of(Problem) as Json;
  const written = [...refusalsByStatus(route)].map(([status, codes]): [string, Json] => [
    String(status),
    {
      description: sentences(codes),
      ...(ASKS_TO_WAIT.has(status) ? { headers: retryAfter } : {}),
      content: problem({ allOf: [any, { properties: { code: { enum: codes } } }] }),
    },
  ]);
  const bug = { description: 'Something went wrong that should not', content: problem(any) };
  return { ...Object.fromEntries(written), default: bug };
}

const retryAfter = { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds' } };

const sentences = (codes: readonly ErrorCode[]): string =>
  codes.map((code) => `\`${code}\`: ${errors[code].message}`).join('\n\n');
