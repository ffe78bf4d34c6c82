/**
 * Writes the JSON Schema of every event into docs/events; with --check it only tells if they are stale.
 *
 * What is there is released: a change of it that breaks anybody is refused, and so is leaving one out. Needs libs/domain built.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import * as prettier from 'prettier';

import { breakingChanges } from './schema-changes.mjs';
import { root } from '../stack/bootstrap/root.mjs';

const check = process.argv.includes('--check');
const folder = join(root, 'docs/events');
const { eventSchemas } = await import(pathToFileURL(join(root, 'libs/domain/dist/index.js')).href);

const nameOf = ({ category, type, version }) => `${category}.${type}.v${version}.json`;

const format = async (name, text) => {
  const filepath = join(folder, name);
  return prettier.format(text, { ...(await prettier.resolveConfig(filepath)), filepath });
};

const fieldsOf = ({ properties, required }) =>
  Object.keys(properties)
    .filter((name) => name !== 'type')
    .map((name) => `\`${name}\`${required.includes(name) ? '' : '?'}`)
    .join(', ');

const row = (event) =>
  `| [${event.type}](${nameOf(event)}) | ${event.schema.description} | ${fieldsOf(event.schema)} |`;

const page = () => {
  const categories = [...new Set(eventSchemas.map(({ category }) => category))];
  const tables = categories.map((category) => {
    const rows = eventSchemas.filter((event) => event.category === category).map(row);
    return [`## ${category}`, '', '| Type | Says | Fields |', '|-|-|-|', ...rows].join('\n');
  });
  return ['# Events', '', INTRODUCTION, '', ...tables].join('\n\n');
};

const INTRODUCTION = [
  'Every event that is told to others, with its JSON Schema 2020-12. Written by `node tools/workspace/event-schemas.mjs` from the',
  'shapes by which the log itself is read. How to get them, and what may change: [analytics.md](../analytics.md). A field with a',
  'question mark may be left out.',
].join(' ');

const read = (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined);

/** What can't be done to what is released. */
const refusals = () => {
  const names = eventSchemas.map(nameOf);
  const gone = readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !names.includes(name))
    .map((name) => `docs/events/${name} is released, and no event has it any more`);
  const broken = eventSchemas.flatMap((event) => {
    const released = read(nameOf(event));
    const changes = released === undefined ? [] : breakingChanges(JSON.parse(released), event.schema);
    return changes.map((change) => `docs/events/${nameOf(event)} is released: ${change}`);
  });
  return [...gone, ...broken];
};

const complain = (text) => {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
};

mkdirSync(folder, { recursive: true });
const refused = refusals();
for (const refusal of refused) complain(refusal);
if (refused.length > 0)
  complain('Give what has to change so a new version, beside the released one: docs/analytics.md.');

const files = new Map([
  ...eventSchemas.map((event) => [nameOf(event), JSON.stringify(event.schema)]),
  ['README.md', page()],
]);
for (const [name, text] of refused.length > 0 ? [] : files) {
  const next = await format(name, text);
  if (read(name) === next) continue;
  if (check) complain(`docs/events/${name} is stale: run \`node tools/workspace/event-schemas.mjs\`.`);
  else writeFileSync(join(folder, name), next);
}
