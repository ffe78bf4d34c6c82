/** A JSON Schema in the short form of the reference: `{roomId, limit?: integer}`. */

const named = (ref) => ref.split('/').at(-1);

/** Names of schemas that a shape mentions are put into double brackets, for `linked`. */
export const shapeOf = (schema) => {
  if (schema.$ref) return `[[${named(schema.$ref)}]]`;
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return [...new Set(choice.map(shapeOf))].join(' | ');
  return SHAPES[schema.type]?.(schema) ?? 'any';
};

const SHAPES = {
  array: ({ items = {} }) => {
    const shape = shapeOf(items);
    return shape.includes(' | ') ? `(${shape})[]` : `${shape}[]`;
  },
  object: ({ properties, patternProperties, required = [] }) => {
    if (!properties) return patternProperties ? `{KEY: ${shapeOf(Object.values(patternProperties)[0])}}` : 'object';
    const fields = Object.entries(properties).map(
      ([name, field]) => `${name}${required.includes(name) ? '' : '?'}${typed(field)}`,
    );
    return `{${fields.join(', ')}}`;
  },
  string: ({ format, contentEncoding }) => (format === 'date-time' ? 'time' : (contentEncoding ?? 'string')),
  integer: () => 'integer',
  number: () => 'number',
  boolean: () => 'boolean',
};

/** That a field is a string goes without saying. */
const typed = (schema) => {
  const shape = shapeOf(schema);
  return shape === 'string' ? '' : `: ${shape}`;
};

const amount = ({ minimum, maximum }) => {
  if (minimum !== undefined && maximum !== undefined) return ` ${minimum} to ${maximum}`;
  if (minimum > 0) return ` from ${minimum} on`;
  return maximum === undefined ? '' : ` up to ${maximum}`;
};

const length = ({ minLength, maxLength }) =>
  maxLength === undefined ? '' : `, ${minLength ?? 0} to ${maxLength} characters`;

/** With its bounds, and what it is when it is left out. */
export const boundedShapeOf = (schema) =>
  [
    shapeOf(schema),
    amount(schema),
    length(schema),
    schema.default === undefined ? '' : `, else ${JSON.stringify(schema.default)}`,
  ].join('');

/** Code of a page, its names of schemas as links. Within a table a line between two choices would end the cell. */
export const linked = (shape, page = '') =>
  shape
    .split(/(\[\[\w+\]\])/)
    .filter(Boolean)
    .map((part) => {
      const [, name] = /^\[\[(\w+)\]\]$/.exec(part) ?? [];
      return name ? `[${name}](${page}#${name.toLowerCase()})` : `\`${part.replaceAll('|', '\\|')}\``;
    })
    .join('');

export const cell = (text = '') => text.replaceAll('\n', ' ').replaceAll('|', '\\|');
