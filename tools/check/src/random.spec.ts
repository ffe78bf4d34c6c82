import { Random } from './random.js';

const draws = (random: Random): number[] => Array.from({ length: 1_000 }, () => random.next());

describe('a generator', () => {
  it('draws the same for the same label, and something else for another', () => {
    expect(draws(new Random('a'))).toEqual(draws(new Random('a')));
    expect(draws(new Random('a'))).not.toEqual(draws(new Random('b')));
  });

  it('is not disturbed by what another one of the same seed draws', () => {
    const [one, other] = [new Random('a'), new Random('a')];
    draws(one);
    expect(draws(one.fork('x'))).toEqual(draws(other.fork('x')));
  });

  it('draws evenly between 0 and 1', () => {
    const all = draws(new Random('a'));
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...all)).toBeLessThan(1);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
  });

  it('picks keys by their weight, and never one without', () => {
    const random = new Random('a');
    const picked = Array.from({ length: 1_000 }, () => random.weighted({ often: 9, seldom: 1, never: 0 }));
    const count = (key: string) => picked.filter((one) => one === key).length;
    expect(count('never')).toBe(0);
    expect(count('seldom')).toBeGreaterThan(50);
    expect(count('often')).toBeGreaterThan(800);
  });
});
