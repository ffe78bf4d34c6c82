import { readFileSync } from 'node:fs';
import type { TSchema } from 'typebox';
import { roomsDescription } from './description.js';

/** As the table writes a frame: `name {field, other?, list[]}`. */
interface Written {
  readonly name: string;
  readonly fields: ReadonlyMap<string, { readonly optional: boolean }>;
}

const page = readFileSync(new URL('README.md', import.meta.url), 'utf8');

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (client sends|-)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

/** Every frame that a cell names; what stands outside of the ticks is for people. */
function framesIn(cell = ''): Written[] {
  const ticked = [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
  return ticked.flatMap((text) => {
    const [, name, fields = ''] = /^(\w+)(?: \{(.*)\})?$/.exec(text) ?? [];
    return name === undefined ? [] : [{ name, fields: fieldsIn(fields) }];
  });
}

const fieldsIn = (text: string): Written['fields'] =>
  new Map(
    text
      .replaceAll(/: *(\[.*\]|"[^"]*")/g, '')
      .split(',')
      .map((field) => field.trim())
      .filter((field) => field !== '')
      .map((field) => [field.replace(/(\[\])?\??$/, ''), { optional: field.endsWith('?') }]),
  );

const clientFrames = rows.flatMap(([, sent]) => framesIn(sent));
const serverFrames = rows.flatMap(([, , , , , got]) => framesIn(got));

type Shape = TSchema & {
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Shape[];
};

const shapesOf = (schema: TSchema | undefined): readonly Shape[] => {
  const shape = (schema ?? {}) as Shape;
  return shape.anyOf ?? [shape];
};

describe('the table of the rooms dialect', () => {
  it('has every frame that clients may send, and no other', () => {
    expect(clientFrames.map(({ name }) => name).toSorted()).toEqual(
      Object.keys(roomsDescription.clientFrames).toSorted(),
    );
  });

  it('has every frame that clients get, and no other', () => {
    const names = new Set(serverFrames.map(({ name }) => name));
    expect([...names].toSorted()).toEqual(Object.keys(roomsDescription.serverFrames).toSorted());
  });

  it.each(clientFrames.map((frame) => [frame.name, frame] as const))('tells every field of %s', (name, { fields }) => {
    const [{ properties = {}, required = [] } = {}] = shapesOf(roomsDescription.clientFrames[name]);
    const declared = Object.keys(properties).filter((field) => field !== 'action');
    expect(new Map(declared.map((field) => [field, { optional: !required.includes(field) }]))).toEqual(fields);
  });

  it.each(serverFrames.map((frame) => [frame.name, frame] as const))(
    'tells of %s only what it has',
    (name, { fields }) => {
      const shapes = shapesOf(roomsDescription.serverFrames[name]);
      for (const [field, { optional }] of fields) {
        const shape = shapes.find(({ properties = {} }) => field in properties);
        expect({ field, optional: shape && !shape.required?.includes(field) }).toEqual({ field, optional });
      }
    },
  );
});
