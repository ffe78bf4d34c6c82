import { readFileSync } from 'node:fs';
import type { TSchema } from 'typebox';
import type { DialectDescription } from '../description.js';

/** As the table writes a frame: `name {field, other?, list[]}`. */
interface Written {
  readonly name: string;
  readonly fields: ReadonlyMap<string, { readonly optional: boolean }>;
}

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

type Shape = TSchema & {
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Shape[];
};

const shapesOf = (schema: TSchema | undefined): readonly Shape[] => {
  const shape = (schema ?? {}) as Shape;
  return shape.anyOf ?? [shape];
};

/**
 * The table of a README tells each frame of a language without envelopes: of what clients send every field, of what they get at
 * least nothing that is not there.
 *
 * @param everywhere fields that any frame may have, and the page tells once
 */
export function tellsItsFlatFrames(
  readme: URL,
  { clientFrames, serverFrames }: DialectDescription,
  everywhere: readonly string[] = [],
): void {
  const rows = readFileSync(readme, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (client sends|-)/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const sent = rows.flatMap(([, cell]) => framesIn(cell));
  const got = rows.flatMap(([, , , , , cell]) => framesIn(cell));

  it('has every frame that clients may send, and no other', () => {
    expect(sent.map(({ name }) => name).toSorted()).toEqual(Object.keys(clientFrames).toSorted());
  });

  it('has every frame that clients get, and no other', () => {
    const names = new Set(got.map(({ name }) => name));
    expect([...names].toSorted()).toEqual(Object.keys(serverFrames).toSorted());
  });

  it.each(sent.map((frame) => [frame.name, frame] as const))('tells every field of %s', (name, { fields }) => {
    const [{ properties = {}, required = [] } = {}] = shapesOf(clientFrames[name]);
    const declared = Object.keys(properties).filter((field) => !['action', ...everywhere].includes(field));
    expect(new Map(declared.map((field) => [field, { optional: !required.includes(field) }]))).toEqual(fields);
  });

  it.each(got.map((frame) => [frame.name, frame] as const))('tells of %s only what it has', (name, { fields }) => {
    const shapes = shapesOf(serverFrames[name]);
    for (const [field, { optional }] of fields) {
      const shape = shapes.find(({ properties = {} }) => field in properties);
      expect({ field, optional: shape && !shape.required?.includes(field) }).toEqual({ field, optional });
    }
  });
}
