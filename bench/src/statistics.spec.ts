import { ratiosOf, spreadOf } from './statistics.js';

describe('a spread', () => {
  it('is the middle of an odd number of rounds, with the range', () => {
    expect(spreadOf([3, 1, 10])).toEqual({ median: 3, min: 1, max: 10 });
  });

  it('is between the two middle ones of an even number', () => {
    expect(spreadOf([4, 1, 2, 100])).toEqual({ median: 3, min: 1, max: 100 });
  });

  it('sorts by number, not by text', () => {
    expect(spreadOf([9, 10, 100])?.median).toBe(10);
  });

  it('is nothing for no rounds', () => {
    expect(spreadOf([])).toBeUndefined();
  });
});

describe('ratios', () => {
  it('are taken within a round, so a machine busy for one round does not bend them', () => {
    expect(ratiosOf([100, 10, 200], [200, 20, 400])).toEqual({ median: 0.5, min: 0.5, max: 0.5 });
  });

  it('leave out the rounds that either side has no figure for', () => {
    expect(ratiosOf([1, undefined, 3], [2, 2, undefined])).toEqual({ median: 0.5, min: 0.5, max: 0.5 });
    expect(ratiosOf([undefined], [1])).toBeUndefined();
  });
});
