import * as fc from 'fast-check';
import { backoffDelay } from './backoff.js';

const backoff = { baseMs: 500, capMs: 15_000 };

describe('the back-off', () => {
  it('doubles its bound with every try, up to the cap', () => {
    const bounds = [0, 1, 2, 5, 1_000].map((attempt) => backoffDelay(backoff, attempt, () => 1));
    expect(bounds).toEqual([500, 1_000, 2_000, 15_000, 15_000]);
  });

  it('may be anything below the bound, so that clients spread out', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const delay = backoffDelay(backoff, attempt, () => random);
        expect(delay).toBe(Math.round(random * backoffDelay(backoff, attempt, () => 1)));
      }),
    );
  });
});
