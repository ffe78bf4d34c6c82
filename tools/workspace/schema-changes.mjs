/** Told to people, not to programs: they may change. */
const WORDS = ['title', 'description', '$id', '$schema'];

const NESTED = ['properties', 'required', 'enum'];

/**
 * What a change of a schema would break: for who knows the released one and reads what is written from now on, and for who
 * knows the next one and reads what was written before. Empty: nothing.
 *
 * So a field that may be left out can be added, and a value to a list of values; nothing else.
 *
 * @param {object} released JSON Schema
 * @param {object} next JSON Schema
 * @returns {string[]} for people
 */
export const breakingChanges = (released, next, path = '') => [
  ...changedKeywords(released, next, path),
  ...removedValues(released, next, path),
  ...changedObligations(released, next, path),
  ...Object.entries(released.properties ?? {}).flatMap(([name, schema]) => {
    const field = next.properties?.[name];
    return field ? breakingChanges(schema, field, `${path}.${name}`) : [`${path}.${name} is gone`];
  }),
];

const changedKeywords = (released, next, path) =>
  [...new Set([...Object.keys(released), ...Object.keys(next)])]
    .filter((keyword) => !WORDS.includes(keyword) && !NESTED.includes(keyword))
    .filter((keyword) => JSON.stringify(released[keyword]) !== JSON.stringify(next[keyword]))
    .map((keyword) => `${keyword} of ${path || 'the event'} is another`);

const removedValues = (released, next, path) => {
  if (!released.enum !== !next.enum) return [`${path} ${next.enum ? 'is limited to a list' : 'is a list no more'}`];
  return (released.enum ?? [])
    .filter((value) => !next.enum.includes(value))
    .map((value) => `${path} can not be ${JSON.stringify(value)} any more`);
};

const changedObligations = (released, next, path) => {
  const before = released.required ?? [];
  const after = next.required ?? [];
  return [
    ...after.filter((name) => !before.includes(name)).map((name) => `${path}.${name} has become required`),
    ...before
      .filter((name) => !after.includes(name) && next.properties?.[name])
      .map((name) => `${path}.${name} may be left out`),
  ];
};
