import { boundedShapeOf, cell, linked, shapeOf } from './shape.mjs';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

const whoMay = (security) => {
  if (security.length === 0) return 'anybody';
  const says = (test) => security.some(test);
  if (says((each) => each.user?.includes('admin'))) return 'operators (role `admin`), back ends in their own name';
  const guests = says((each) => Object.keys(each).length === 0);
  return `users, back ends${guests ? ', guests where they are let in' : ''}`;
};

const given = ({ parameters = [], requestBody }) => {
  const body = requestBody?.content['application/json'].schema;
  return [
    ...parameters.map(({ name, in: place, required, description, schema }) => ({
      ...{ name, place, required, schema, description },
    })),
    ...Object.entries(body?.properties ?? {}).map(([name, schema]) => ({
      ...{ name, schema, place: 'body', required: body.required?.includes(name), description: schema.description },
    })),
  ];
};

const givenTable = (fields) =>
  fields.length === 0
    ? []
    : [
        [
          '| In | Name | Is | Says |',
          '|-|-|-|-|',
          ...fields.map(
            ({ place, name, required, schema, description }) =>
              `| ${place} | \`${name}\`${required ? '' : '?'} | ${linked(boundedShapeOf(schema))} | ${cell(description)} |`,
          ),
        ].join('\n'),
      ];

const PROBLEM = 'application/problem+json';
const isRefusal = ({ content }) => content?.[PROBLEM] !== undefined;

const answers = ({ responses }) =>
  Object.entries(responses)
    .filter(([status, answer]) => status !== 'default' && !isRefusal(answer))
    .map(([status, { description, content }]) => {
      const schema = Object.values(content ?? {})[0]?.schema;
      return `**${status}** ${description}${schema ? `: ${linked(shapeOf(schema))}` : ''}`;
    })
    .join('  \n');

const codesOf = ({ content }) => content[PROBLEM].schema.allOf?.[1].properties.code.enum ?? [];

const refusals = ({ responses }) =>
  Object.entries(responses)
    .filter(([status, answer]) => status !== 'default' && isRefusal(answer))
    .map(
      ([status, response]) =>
        `${status} ${codesOf(response)
          .map((code) => `\`${code}\``)
          .join(', ')}`,
    )
    .join('; ');

const operation = ({ method, path, ...rest }) =>
  [
    `### ${method.toUpperCase()} ${path}`,
    `${rest.summary}.${rest.description ? ` ${rest.description}` : ''} For ${whoMay(rest.security)}.`,
    ...givenTable(given(rest)),
    answers(rest),
    refusals(rest) === '' ? '' : `Refused with ${refusals(rest)}.`,
  ]
    .filter(Boolean)
    .join('\n\n');

const schemaSection = ([name, schema]) => {
  if (!schema.properties) return `### ${name}\n\n${linked(shapeOf(schema))}`;
  const rows = Object.entries(schema.properties).map(
    ([field, of]) =>
      `| \`${field}\`${schema.required?.includes(field) ? '' : '?'} | ${linked(boundedShapeOf(of))} | ${cell(of.description)} |`,
  );
  return [`### ${name}`, schema.description ?? '', ['| Field | Is | Says |', '|-|-|-|', ...rows].join('\n')]
    .filter(Boolean)
    .join('\n\n');
};

const title = (tag) => tag.replace(/^./, (letter) => letter.toUpperCase()).replaceAll('-', ' ');

/** @param document OpenAPI, as the gateway serves it */
export const restPage = (document) => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    METHODS.filter((method) => methods[method]).map((method) => ({ method, path, ...methods[method] })),
  );
  const sections = document.tags.map(({ name }) =>
    [`## ${title(name)}`, ...operations.filter(({ tags }) => tags.includes(name)).map(operation)].join('\n\n'),
  );
  return [
    '# REST',
    'Every request, written by `node tools/workspace/reference.mjs` from the routes that the gateway serves and checks by; the same as a document for programs is its `/openapi.json`. How to ask, and what pages, offsets, tries and limits are: [rest.md](../rest.md). What a code means: [errors.md](../errors.md). A question mark: may be left out, or may be missing.',
    ...sections,
    '## Shapes',
    ...Object.entries(document.components.schemas).map(schemaSection),
  ].join('\n\n');
};
