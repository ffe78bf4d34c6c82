import fc from 'fast-check';
import { LayeredMap } from './layered-map.js';

const key = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor');
const change = fc.record({ key, value: fc.option(fc.nat(), { nil: undefined }) });
const byKey = (map: ReadonlyMap<string, number>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

describe('a layered map', () => {
  it('holds what a plain one holds, after any changes', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.array(change, { maxLength: 40 }), (others, changes) => {
        const plain = new Map(Array.from({ length: others }, (_, index) => [`other ${index}`, index]));
        let layered = LayeredMap.over(new Map(plain));
        for (const { key: name, value } of changes) {
          if (value === undefined) plain.delete(name);
          else plain.set(name, value);
          layered = value === undefined ? layered.without(name) : layered.with(name, value);
          expect([layered.size, layered.has(name), layered.get(name)]).toEqual([plain.size, plain.has(name), value]);
        }
        expect(byKey(layered)).toEqual(byKey(plain));
        expect(new Map(layered)).toEqual(plain);
      }),
    );
  });

  it('keeps every version as it was', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const versions = [LayeredMap.over(new Map<string, number>())];
        const seen = [byKey(new Map())];
        for (const { key: name, value } of changes) {
          const last = versions.at(-1) ?? LayeredMap.over(new Map<string, number>());
          const next = value === undefined ? last.without(name) : last.with(name, value);
          versions.push(next);
          seen.push(byKey(next));
        }
        expect(versions.map(byKey)).toEqual(seen);
      }),
    );
  });

  it('lists in order of insertion', () => {
    const names = Array.from({ length: 50 }, (_, index) => `user ${index}`);
    const map = names.reduce((made, name, index) => made.with(name, index), LayeredMap.over(new Map<string, number>()));
    expect([...map.keys()]).toEqual(names);
    expect([...map.values()]).toEqual(names.map((_, index) => index));
    const told: unknown[] = [];
    map.forEach((value, name, whole) => told.push([name, value, whole === map]));
    expect(told).toEqual(names.map((name, index) => [name, index, true]));
  });

  it('is itself when what is not there is taken out', () => {
    const map = LayeredMap.over(new Map([['a', 1]]));
    expect(map.without('b')).toBe(map);
    expect(LayeredMap.over(map)).toBe(map);
  });
});
