import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import UPlot from 'uplot';
import { useTheme } from '../theme/theme-context.js';
import type { Marked } from './chart-marks.js';
import { readChartColours } from './chart-colours.js';
import { chartOptions, type ChartLook } from './chart-options.js';
import type { Range, Series } from './series.js';

export interface ChartProps extends Marked, Pick<ChartLook, 'write' | 'clock'> {
  readonly series: Series;
  readonly range: Range;
  /** Where the axis of values ends. */
  readonly top: number;
  /** Of the palette. */
  readonly colour: number;
  /** Milliseconds since 1970: where the line of the cursor is in all charts. */
  readonly inspectedAt: number | undefined;
  readonly onInspect: (at: number | undefined) => void;
  readonly onZoom: (range: Range) => void;
}

const HEIGHT = 152;
const OUTSIDE = -10;

/** Only a picture: what it shows is told beside it in words. */
export function Chart(props: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useChart(host, props);
  const { series, range, top, inspectedAt, marks, events } = props;

  useLayoutEffect(() => {
    const { current } = chart;
    current?.batch(() => {
      current.setData(series, false);
      current.setScale('x', { min: range.from / 1000, max: range.to / 1000 });
      current.setScale('y', { min: 0, max: top });
      // Also where the data is the same: the marks may be others.
      current.redraw(false);
    });
  }, [chart, series, range, top, marks, events]);

  useLayoutEffect(() => {
    const { current } = chart;
    if (!current) return;
    const left = inspectedAt === undefined ? OUTSIDE : current.valToPos(inspectedAt / 1000, 'x');
    current.setCursor({ left, top: inspectedAt === undefined ? OUTSIDE : 1 }, false);
  }, [chart, inspectedAt, range]);

  return <div className="chart" ref={host} aria-hidden="true" />;
}

/** Made anew for another theme, language or colour; told of everything else. */
function useChart(host: RefObject<HTMLDivElement | null>, props: ChartProps): RefObject<UPlot | undefined> {
  const chart = useRef<UPlot>(undefined);
  const latest = useRef(props);
  const { shown } = useTheme();
  const { colour, write, clock } = props;
  useLayoutEffect(() => {
    latest.current = props;
  });
  // Not before the document has the theme of which the colours are.
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const look = { colours: readChartColours(element, colour), write, clock, height: HEIGHT };
    const news = { marked: () => latest.current, zoomed: (range: Range) => latest.current.onZoom(range) };
    const { series } = latest.current;
    const made = new UPlot(chartOptions({ ...look, width: element.clientWidth }, news), series, element);
    chart.current = made;
    show(made, latest.current);
    return () => {
      made.destroy();
      chart.current = undefined;
    };
  }, [host, colour, write, clock, shown]);
  useWidth(host, chart);
  usePointer(host, latest);
  return chart;
}

function show(chart: UPlot, { range, top }: ChartProps): void {
  chart.setScale('x', { min: range.from / 1000, max: range.to / 1000 });
  chart.setScale('y', { min: 0, max: top });
}

function useWidth(host: RefObject<HTMLDivElement | null>, chart: RefObject<UPlot | undefined>): void {
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      chart.current?.setSize({ width: element.clientWidth, height: HEIGHT });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [host, chart]);
}

/** Where the pointer is over one chart is looked at in all of them. */
function usePointer(host: RefObject<HTMLDivElement | null>, latest: RefObject<ChartProps>): void {
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const move = (event: PointerEvent): void => {
      const over = element.querySelector('.u-over')?.getBoundingClientRect();
      if (!over) return;
      const { range, onInspect } = latest.current;
      const share = (event.clientX - over.left) / over.width;
      onInspect(share < 0 || share > 1 ? undefined : range.from + share * (range.to - range.from));
    };
    const leave = (): void => latest.current.onInspect(undefined);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerleave', leave);
    return () => {
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerleave', leave);
    };
  }, [host, latest]);
}
