import fc from 'fast-check';
import { Few } from './few.js';

describe('a set that is small nearly always', () => {
  it('is as a set, small or large', () => {
    const step = fc.record({ add: fc.boolean(), item: fc.nat(14) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const [few, set] = [new Few<number>(), new Set<number>()];
        for (const { add, item } of steps) {
          if (add) [few, set].forEach((either) => void either.add(item));
          else expect(few.delete(item)).toBe(set.delete(item));
          expect([few.has(item), few.size, [...few]]).toEqual([set.has(item), set.size, [...set]]);
        }
      }),
    );
  });
});
