import type uPlot from 'uplot';
import { faint, type ChartColours } from './chart-colours.js';
import { drawAlerts, drawEvents, type Marked } from './chart-marks.js';
import type { Range } from './series.js';

export interface ChartLook {
  readonly colours: ChartColours;
  readonly height: number;
  readonly width: number;
  /** How values and times are written. */
  readonly write: (value: number) => string;
  readonly clock: { readonly fine: (at: number) => string; readonly coarse: (at: number) => string };
}

export interface ChartNews {
  /** What is marked now. */
  readonly marked: () => Marked;
  readonly zoomed: (range: Range) => void;
}

const FONT = '11px system-ui, sans-serif';
/** A shorter drag is a click with an unsteady hand. */
const SHORTEST_DRAG_PX = 8;

export function chartOptions(look: ChartLook, { marked, zoomed }: ChartNews): uPlot.Options {
  const { colours, width, height } = look;
  return {
    ...{ width, height, padding: [10, 24, 0, 0] },
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { size: 8, width: 2 } },
    scales: { x: { time: false }, y: {} },
    axes: axesOf(look),
    series: [
      {},
      {
        ...{ stroke: colours.line, width: 1.8, spanGaps: false, points: { show: false } },
        fill: (chart) => shade(chart, colours.line),
      },
    ],
    hooks: {
      drawClear: [(chart) => drawAlerts(chart, marked(), colours)],
      draw: [(chart) => drawEvents(chart, marked(), colours)],
      setSelect: [(chart) => select(chart, zoomed)],
    },
  };
}

const MINUTE_S = 60;

/** Seconds are told only where they differ. */
const isFine = (times: readonly number[]): boolean => times.some((time) => time % MINUTE_S !== 0);

function axesOf({ colours, write, clock }: ChartLook): uPlot.Axis[] {
  const common = { stroke: colours.text, font: FONT, ticks: { show: false } } satisfies uPlot.Axis;
  return [
    {
      ...{ ...common, size: 26, space: 84, grid: { show: false } },
      values: (_, times) => times.map((time) => clock[isFine(times) ? 'fine' : 'coarse'](time * 1000)),
      incrs: [5, 10, 15, 30, 60, 120, 300],
    },
    {
      ...{ ...common, size: 56, space: 34, grid: { stroke: faint(colours.grid, 0.8), width: 1 } },
      values: (_, values) => values.map(write),
    },
  ];
}

function shade({ ctx, bbox }: uPlot, colour: string): CanvasGradient {
  const gradient = ctx.createLinearGradient(0, bbox.top, 0, bbox.top + bbox.height);
  gradient.addColorStop(0, faint(colour, 0.28));
  gradient.addColorStop(1, faint(colour, 0.02));
  return gradient;
}

function select(chart: uPlot, zoomed: (range: Range) => void): void {
  const { left, width } = chart.select;
  if (width < SHORTEST_DRAG_PX) return;
  const at = (x: number): number => Math.round(chart.posToVal(x, 'x') * 1000);
  zoomed({ from: at(left), to: at(left + width) });
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}
