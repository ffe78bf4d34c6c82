import { readFileSync } from 'node:fs';
import type { TSchema } from 'typebox';
import type { DialectDescription } from '../description.js';

/** As the table writes a frame: `name {field, other?, list[]}`. */
interface Written {
  readonly name: string;
  readonly fields: string;
}

type Shape = TSchema & {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
};

/** Every frame that a cell names between ticks. */
const framesIn = (cell = ''): Written[] =>
  [...cell.matchAll(/`(\w+) [{[]([^`]*)[}\]]`/g)].map(([, name = '', fields = '']) => ({
    name,
    fields: sorted(fields),
  }));

const sorted = (fields: string): string =>
  fields
    .split(',')
    .map((field) => field.trim().replace('[]', ''))
    .filter((field) => field !== '')
    .toSorted()
    .join(', ');

/** The fields of a frame's `data`, or of each item of it, as the table writes them. */
function fieldsOf(frame: TSchema | undefined): string {
  const data = (frame as Shape | undefined)?.properties?.['data'];
  const { properties = {}, required = [] } = data?.items ?? data ?? ({} satisfies Partial<Shape>);
  const names = Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`));
  return sorted(names.join(','));
}

const described = (frames: DialectDescription['clientFrames']): Record<string, string> =>
  Object.fromEntries(Object.entries(frames).map(([name, frame]) => [name, fieldsOf(frame)]));

const written = (frames: readonly Written[]): Record<string, string> =>
  Object.fromEntries(frames.map(({ name, fields }) => [name, fields]));

/** The table of an envelope's README tells each of its frames, with each of its fields, and no other. */
export function tellsItsFrames(readme: URL, description: DialectDescription): void {
  const rows = readFileSync(readme, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (client sends|-)/.test(line))
    .map((line) => line.split('|'));

  it('its page tells every frame that clients send, and no other', () => {
    expect(written(rows.flatMap(([, sent]) => framesIn(sent)))).toEqual(described(description.clientFrames));
  });

  it('its page tells every frame that clients get, and no other', () => {
    expect(written(rows.flatMap(([, , , , , got]) => framesIn(got)))).toEqual(described(description.serverFrames));
  });
}
