import type { SystemEvent } from '@noroshi/client';
import type uPlot from 'uplot';
import type { Mark } from './alert-board.js';
import { faint, type ChartColours } from './chart-colours.js';

export interface Marked {
  readonly marks: readonly Mark[];
  readonly events: readonly SystemEvent[];
}

/** Under the line: when alerts fired, and at which value. */
export function drawAlerts(chart: uPlot, { marks }: Marked, { severity }: ChartColours): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const mark of marks) {
    const colour = severity[mark.severity];
    const [from, to] = [placeOf(chart, mark.from), placeOf(chart, mark.to)];
    ctx.fillStyle = faint(colour, 0.13);
    ctx.fillRect(from, bbox.top, Math.max(1, to - from), bbox.height);
    drawThreshold(chart, mark, colour);
  }
  ctx.restore();
}

function drawThreshold(chart: uPlot, { threshold }: Mark, colour: string): void {
  const { ctx, bbox } = chart;
  const y = chart.valToPos(threshold, 'y', true);
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.setLineDash([]);
}

const pointing = { service_up: 'up', service_down: 'down', gateway_drain: 'down' } as const;

/** Along the bottom: what came up and what went down, told by where it points as well. */
export function drawEvents(chart: uPlot, { events }: Marked, colours: ChartColours): void {
  for (const { kind, at } of events) {
    const way = pointing[kind as keyof typeof pointing] as 'up' | 'down' | undefined;
    if (way)
      drawPointer(chart, {
        x: placeOf(chart, at),
        way,
        colour: way === 'up' ? colours.good : colours.severity.critical,
      });
  }
}

interface Pointer {
  readonly x: number;
  readonly way: 'up' | 'down';
  readonly colour: string;
}

function drawPointer({ ctx, bbox }: uPlot, { x, way, colour }: Pointer): void {
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  const size = 4 * devicePixelRatio;
  const bottom = bbox.top + bbox.height;
  const [tip, base] = way === 'up' ? [bottom - 2 * size, bottom] : [bottom, bottom - 2 * size];
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.moveTo(x, tip);
  ctx.lineTo(x - size, base);
  ctx.lineTo(x + size, base);
  ctx.fill();
}

const placeOf = (chart: uPlot, at: number): number => chart.valToPos(at / 1000, 'x', true);
