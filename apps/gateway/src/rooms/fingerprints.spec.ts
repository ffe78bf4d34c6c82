import fc from 'fast-check';
import { Fingerprints } from './fingerprints.js';

describe('a set of fingerprints', () => {
  it('has what was put in, and nothing else', () => {
    const number = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(fc.array(number, { maxLength: 300 }), fc.array(number, { maxLength: 300 }), (known, added) => {
        const set = new Fingerprints(known);
        for (const one of added) set.add(one);
        const all = new Set([...known, ...added]);
        for (const one of [...all, 0, 7, -1]) expect(set.has(one)).toBe(all.has(one));
      }),
    );
  });
});
