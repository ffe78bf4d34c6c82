import { fitting } from './answer-size.js';

describe('what goes into one answer', () => {
  it('is all when it is little', () => {
    expect(fitting(['a', 'b'], 2)).toEqual({ items: ['a', 'b'], more: false });
  });

  it('is at most as much as was asked for', () => {
    expect(fitting(['a', 'b', 'c'], 2)).toEqual({ items: ['a', 'b'], more: true });
  });

  it('is less than was asked for when the items are large, and one at least', () => {
    const large = 'x'.repeat(150_000);
    expect(fitting([large, large, large], 10)).toEqual({ items: [large], more: true });
    expect(fitting([large + large], 10)).toEqual({ items: [large + large], more: false });
  });

  it('makes no more items than it looks at', () => {
    let made = 0;
    const items = (function* () {
      for (;;) yield (made += 1);
    })();
    expect(fitting(items, 3)).toEqual({ items: [1, 2, 3], more: true });
    expect(made).toBe(4);
  });
});
