import { useStream } from '@noroshi/react';
import { useMemo } from 'react';
import 'uplot/dist/uPlot.min.css';
import { useTexts } from '../i18n/use-texts.js';
import { alertBoard, isFiring, marksOf, type AlertStory } from './alert-board.js';
import { AlertsPanel } from './alerts-panel.js';
import './dashboard.css';
import { EventsPanel } from './events-panel.js';
import { figureNames, pointsOf, topRoomsIn, type Figure, type Told } from './figures.js';
import { Panel } from './panel.js';
import { within } from './series.js';
import { texts } from './texts.js';
import { Toolbar } from './toolbar.js';
import { TopRooms } from './top-rooms.js';
import { useSeconds } from './use-seconds.js';
import { useView, type View } from './use-view.js';
import { ValuesTable } from './values-table.js';

/** Twice of what is shown, so that there is something left to look at when somebody stops. */
const KEPT = { keep: 600 };
const KEPT_NEWS = { keep: 200 };
/** Measured once a second. */
const SILENCE_MS = 10_000;

export function DashboardPage() {
  const metrics = useStream('metrics', KEPT);
  const rooms = useStream('rooms', KEPT);
  const alerts = useStream('alerts', KEPT_NEWS);
  const events = useStream('events', KEPT_NEWS);
  const live = useMemo(() => ({ metrics: metrics.items, rooms: rooms.items }), [metrics.items, rooms.items]);
  const now = useSeconds();
  const view = useView(live, live.metrics.at(-1)?.at ?? now);
  const board = useMemo(() => alertBoard(alerts.items), [alerts.items]);
  if (metrics.refused?.code === 'forbidden') return <Refused />;
  return (
    <div className="dashboard" data-firing={board.some(isFiring)}>
      <Toolbar view={view} now={now} />
      <Hint live={live} now={now} />
      <div className="dash-body">
        <Charts view={view} board={board} events={events.items} />
        <aside className="dash-side">
          <AlertsPanel board={board} now={now} />
          <TopRooms rooms={topRoomsIn(view.told.rooms.at(-1))} />
          <EventsPanel events={events.items} now={now} />
        </aside>
      </div>
    </div>
  );
}

function Refused() {
  const said = useTexts(texts);
  return (
    <div className="dash-refused" role="alert">
      <h2>{said.refusedTitle}</h2>
      <p>{said.refused}</p>
    </div>
  );
}

function Hint({ live, now }: { readonly live: Told; readonly now: number }) {
  const said = useTexts(texts);
  const last = live.metrics.at(-1)?.at;
  if (last !== undefined && now - last < SILENCE_MS) return null;
  return (
    <p className="dash-hint" role="status">
      {last === undefined ? said.waiting : said.silent}
    </p>
  );
}

interface ChartsProps {
  readonly view: View;
  readonly board: readonly AlertStory[];
  readonly events: Parameters<typeof EventsPanel>[0]['events'];
}

function Charts({ view, board, events }: ChartsProps) {
  const said = useTexts(texts);
  const { told, range } = view;
  const shown = useMemo(() => within(events, range), [events, range]);
  return (
    <section className="dash-charts" aria-labelledby="charts-title">
      <h2 id="charts-title" className="hidden-label">
        {said.charts}
      </h2>
      <div className="panels">
        {figureNames.map((figure) => (
          <LivePanel key={figure} figure={figure} view={view} board={board} events={shown} />
        ))}
      </div>
      <ValuesTable told={told} range={range} />
    </section>
  );
}

function LivePanel({ figure, view, board, events }: ChartsProps & { readonly figure: Figure }) {
  const { told, range, inspectedAt, inspect, zoom } = view;
  const points = useMemo(() => pointsOf(figure, told), [figure, told]);
  const marks = useMemo(() => marksOf(figure, board, range.to), [figure, board, range.to]);
  return <Panel {...{ figure, points, range, marks, events, inspectedAt }} onInspect={inspect} onZoom={zoom} />;
}
