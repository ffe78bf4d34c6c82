import { memo, useMemo } from 'react';
import type { SystemEvent } from '@noroshi/client';
import { useLanguage } from '../i18n/language-context.js';
import { useTexts } from '../i18n/use-texts.js';
import type { Mark } from './alert-board.js';
import { Chart } from './chart.js';
import { figures, type Figure, type Point } from './figures.js';
import { clockOf, writerOf } from './format.js';
import { seriesOf, summaryOf, topOf, valueAt, within, type Range } from './series.js';
import { texts } from './texts.js';

interface Props {
  readonly figure: Figure;
  readonly points: readonly Point[];
  readonly range: Range;
  readonly marks: readonly Mark[];
  readonly events: readonly SystemEvent[];
  readonly inspectedAt: number | undefined;
  readonly onInspect: (at: number | undefined) => void;
  readonly onZoom: (range: Range) => void;
}

const NOTHING = '–';

/** One figure: its value now or at the moment that is looked at, and its chart. */
export const Panel = memo(function Panel({ figure, points, range, marks, ...rest }: Props) {
  const { unit, atLeast, colour } = figures[figure];
  const { locale } = useLanguage();
  const { name, about } = useTexts(texts).figures[figure];
  const { inspectedAt } = rest;
  const look = useMemo(
    () => ({ write: writerOf(unit, locale), clock: { fine: clockOf(locale), coarse: clockOf(locale, 'short') } }),
    [unit, locale],
  );
  const shown = useMemo(() => within(points, range), [points, range]);
  const series = useMemo(() => seriesOf(shown), [shown]);
  const value = inspectedAt === undefined ? shown.at(-1)?.value : valueAt(shown, inspectedAt);
  const top = topOf([...shown, ...marks.map(({ threshold, to }) => ({ at: to, value: threshold }))], atLeast);
  return (
    <section className="panel" aria-label={name} data-figure={figure} data-alert={marks.at(-1)?.severity}>
      <header className="panel-head">
        <h3 title={about}>{name}</h3>
        <span className="panel-range">
          <Extremes points={shown} write={look.write} />
        </span>
        <output className="panel-value" data-colour={colour}>
          {value === undefined ? NOTHING : look.write(value)}
        </output>
      </header>
      <Chart {...rest} {...look} series={series} range={range} top={top} colour={colour} marks={marks} />
    </section>
  );
});

function Extremes({ points, write }: { readonly points: readonly Point[]; readonly write: (value: number) => string }) {
  const summary = summaryOf(points);
  if (!summary) return null;
  return (
    <>
      {write(summary.least)} – {write(summary.most)}
    </>
  );
}
