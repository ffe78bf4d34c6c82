/** Who reads the topic relies on the schemas in docs/events: they change compatibly or not at all. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { root } from '../../stack/bootstrap/root.mjs';
import { breakingChanges } from '../schema-changes.mjs';

const released = {
  title: 'noroshi.room.MessagePosted.v1',
  type: 'object',
  properties: {
    type: { const: 'MessagePosted' },
    content: { type: 'string' },
    replyTo: { type: 'integer', maximum: 9 },
    role: { type: 'string', enum: ['member', 'owner'] },
    by: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
  },
  required: ['type', 'content', 'by', 'role'],
};

/** @param {(schema: typeof released) => void} change */
const after = (change) => {
  const next = structuredClone(released);
  change(next);
  return breakingChanges(released, next);
};

const allowed = {
  nothing: () => {},
  'a new field that may be left out': (next) => (next.properties.mood = { type: 'string' }),
  'a new field within a field': (next) => (next.properties.by.properties.guest = { type: 'boolean' }),
  'one more value of a list': (next) => next.properties.role.enum.push('moderator'),
  'other words': (next) => (next.properties.content.description = 'What was said.'),
};

for (const [name, change] of Object.entries(allowed))
  test(`${name} breaks nobody`, () => assert.deepEqual(after(change), []));

const refused = [
  ['a field is gone', (next) => delete next.properties.replyTo, '.replyTo is gone'],
  ['a field within a field is gone', (next) => delete next.properties.by.properties.id, '.by.id is gone'],
  ['a field is required', (next) => next.required.push('replyTo'), '.replyTo has become required'],
  [
    'a new field is required',
    (next) => {
      next.properties.mood = { type: 'string' };
      next.required.push('mood');
    },
    '.mood has become required',
  ],
  ['a field may be left out', (next) => (next.required = ['type', 'content', 'by']), '.role may be left out'],
  ['a field has another type', (next) => (next.properties.content.type = 'number'), 'type of .content is another'],
  ['a type is narrower', (next) => (next.properties.replyTo.maximum = 8), 'maximum of .replyTo is another'],
  ['a type is wider', (next) => delete next.properties.replyTo.maximum, 'maximum of .replyTo is another'],
  ['a text is limited', (next) => (next.properties.content.maxLength = 9), 'maxLength of .content is another'],
  ['a value is gone', (next) => next.properties.role.enum.pop(), '.role can not be "owner" any more'],
  ['a text is a list', (next) => (next.properties.content.enum = ['hi']), '.content is limited to a list'],
  ['a list is any text', (next) => delete next.properties.role.enum, '.role is a list no more'],
  ['no other fields may come', (next) => (next.additionalProperties = false), 'of the event is another'],
];

for (const [name, change, told] of refused)
  test(`that ${name} breaks somebody`, () => {
    const changes = after(change);
    assert.equal(changes.length, 1, changes.join('; '));
    assert.ok(changes[0].includes(told), changes[0]);
  });

test('no event breaks its released schema, and none is gone', async () => {
  const { eventSchemas } = await import(pathToFileURL(join(root, 'libs/domain/dist/index.js')).href);
  const next = new Map(eventSchemas.map(({ schema }) => [schema.$id, schema]));
  const folder = join(root, 'docs/events');
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  assert.ok(files.length >= 35, 'the schemas are there');
  for (const file of files) {
    const schema = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    assert.equal(schema.$id, `urn:noroshi:event:${file.replace(/\.json$/, '')}`);
    assert.ok(next.has(schema.$id), `${file} has no event any more`);
    assert.deepEqual(breakingChanges(schema, next.get(schema.$id)), [], file);
  }
});
