import { distributionOf } from './statistics.js';

it('a distribution tells the value that as many do not exceed', () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(distributionOf(values)).toEqual({ count: 200, p50: 100, p99: 198, max: 200 });
});

it('of few values the worst is the p99', () => {
  expect(distributionOf([5, 1, 9])).toEqual({ count: 3, p50: 5, p99: 9, max: 9 });
  expect(distributionOf([])).toBeUndefined();
});
