import { useCallback, useMemo, useState } from 'react';
import type { Told } from './figures.js';
import type { Range } from './series.js';

const SHOWN_MS = 5 * 60_000;

export interface View {
  readonly told: Told;
  readonly range: Range;
  readonly isPaused: boolean;
  readonly isZoomed: boolean;
  /** Milliseconds since 1970; undefined: nobody looks at a moment. */
  readonly inspectedAt: number | undefined;
  readonly inspect: (at: number | undefined) => void;
  /** Stands still meanwhile. */
  readonly zoom: (range: Range) => void;
  readonly resetZoom: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
}

/** What is looked at: all that is told, live, or what was told when somebody said stop. */
export function useView(live: Told, now: number): View {
  const [stopped, setStopped] = useState<{ readonly told: Told; readonly at: number }>();
  const [zoomed, setZoomed] = useState<Range>();
  const [inspectedAt, inspect] = useState<number>();

  const end = stopped?.at ?? now;
  const range = useMemo(() => zoomed ?? { from: end - SHOWN_MS, to: end }, [zoomed, end]);
  const pause = useCallback(() => setStopped((before) => before ?? { told: live, at: now }), [live, now]);
  const zoom = useCallback(
    (wanted: Range) => {
      pause();
      setZoomed(wanted);
    },
    [pause],
  );
  const resetZoom = useCallback(() => setZoomed(undefined), []);
  const resume = useCallback(() => {
    setStopped(undefined);
    setZoomed(undefined);
    inspect(undefined);
  }, []);
  return {
    ...{ told: stopped?.told ?? live, range, inspectedAt, inspect, zoom, resetZoom, pause, resume },
    ...{ isPaused: stopped !== undefined, isZoomed: zoomed !== undefined },
  };
}
