import * as fc from 'fast-check';
import { MAX_NESTING, parseJson } from './parse-json.js';

const lists = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const objects = (depth: number): string => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);

describe('JSON from a stranger', () => {
  it('is read as it is', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
      }),
    );
  });

  it('that is none is refused, whatever it is', () => {
    for (const text of ['', '{', '{"a":"', '{"a":"\\', ']', '\0', 'nope']) {
      expect(parseJson(text)).toEqual({ ok: false, code: 'invalid_json' });
    }
    fc.assert(fc.property(fc.string(), (text) => void parseJson(text)));
  });

  it.each([
    ['lists', lists],
    ['objects', objects],
    ['a list in a field', (depth: number) => `{"x":${lists(depth - 1)}}`],
  ])('may nest as deep as the limit, and no deeper: %s', (_what, nested) => {
    expect(parseJson(nested(MAX_NESTING))).toMatchObject({ ok: true });
    expect(parseJson(nested(MAX_NESTING + 1))).toEqual({ ok: false, code: 'too_deep' });
  });

  it('too deep is refused before it is read to its end', () => {
    expect(parseJson('['.repeat(10_000_000))).toEqual({ ok: false, code: 'too_deep' });
  });

  it('may have any number of brackets in a text, after an escaped quote too', () => {
    const value = { content: `"\\${lists(100)}\\" ${'{'.repeat(100)}`, list: Array.from({ length: 100 }, () => [{}]) };
    expect(parseJson(JSON.stringify(value))).toEqual({ ok: true, value });
  });
});
