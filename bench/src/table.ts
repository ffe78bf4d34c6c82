import type { Spread } from './statistics.js';

export type Row = readonly string[];

/** First column left, the others right: they are figures. */
export const renderTable = (head: Row, rows: readonly Row[]): string => {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const render = (row: Row): string =>
    head
      .map((_, column) => {
        const cell = row[column] ?? '';
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return [render(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(render)].join('\n');
};

const NOTHING = '-';

/** `0.92 (0.88..0.95)`: median and range of the rounds. */
export const showSpread = (spread: Spread | undefined, show: (value: number) => string): string =>
  spread === undefined ? NOTHING : `${show(spread.median)} (${show(spread.min)}..${show(spread.max)})`;

/** For what hardly differs between rounds. */
export const showMedian = (spread: Spread | undefined): string =>
  spread === undefined ? NOTHING : String(Math.round(spread.median));

/** Three significant digits, which is more than a run is worth. */
export const showRatio = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

export const showRate = (value: number): string =>
  value >= 1e6 ? `${(value / 1e6).toFixed(2)} M` : `${(value / 1e3).toFixed(value >= 1e5 ? 0 : 1)} k`;

/** Without the unit: the column's head has it. */
export const showMilliseconds = (microseconds: number): string => (microseconds / 1000).toFixed(2);

export const showPercent = (share: number): string => `${Math.round(share * 100)}%`;
