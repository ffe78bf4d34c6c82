import { renderTable, showPercent, showRate, showRatio, showSpread } from './table.js';

describe('the table', () => {
  it('aligns names left and figures right', () => {
    const table = renderTable(
      ['peer', 'x uws'],
      [
        ['noroshi', '0.92'],
        ['ws', '0.04'],
      ],
    );
    expect(table).toBe(['peer     x uws', '-------  -----', 'noroshi   0.92', 'ws        0.04'].join('\n'));
  });

  it('shows a spread as median and range, and nothing as a dash', () => {
    expect(showSpread({ median: 0.92, min: 0.881, max: 0.95 }, showRatio)).toBe('0.92 (0.88..0.95)');
    expect(showSpread(undefined, showRatio)).toBe('-');
  });

  it('shows no more digits than a run is worth', () => {
    expect([0.043, 12.34, 345.6].map(showRatio)).toEqual(['0.04', '12.3', '346']);
    expect([812, 51_234, 412_345, 2_891_000].map(showRate)).toEqual(['0.8 k', '51.2 k', '412 k', '2.89 M']);
    expect(showPercent(0.476)).toBe('48%');
  });
});
