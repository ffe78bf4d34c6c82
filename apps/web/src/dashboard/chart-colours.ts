import type { Alert } from '@noroshi/client';

/** Colours for a canvas, which knows no style sheet. Hexadecimal, so that they can be made fainter. */
export interface ChartColours {
  readonly line: string;
  readonly grid: string;
  readonly text: string;
  readonly good: string;
  readonly severity: Readonly<Record<Alert['severity'], string>>;
}

/** As the style sheets have them for the theme that is shown now. */
export function readChartColours(element: Element, colour: number): ChartColours {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    line: read(`--chart-${colour}`),
    grid: read('--line'),
    text: read('--soft'),
    good: read('--good'),
    severity: { info: read('--info'), warning: read('--warning'), critical: read('--bad') },
  };
}

/** @param opacity 0 to 1 */
export const faint = (hex: string, opacity: number): string =>
  hex +
  Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0');
