import type { SystemEvent } from '@noroshi/client';
import { useMemo } from 'react';
import { useLanguage } from '../i18n/language-context.js';
import { useTexts } from '../i18n/use-texts.js';
import { agoOf, clockOf } from './format.js';
import { texts } from './texts.js';

interface Props {
  /** Oldest first. */
  readonly events: readonly SystemEvent[];
  readonly now: number;
}

export function EventsPanel({ events, now }: Props) {
  const said = useTexts(texts).events;
  const { locale } = useLanguage();
  const [ago, clock] = useMemo(() => [agoOf(locale), clockOf(locale)], [locale]);
  return (
    <section className="side-panel" aria-labelledby="events-title">
      <h2 id="events-title">{said.title}</h2>
      {events.length === 0 && <p className="hint">{said.none}</p>}
      <ol className="events" tabIndex={0} aria-labelledby="events-title">
        {events.toReversed().map(({ id, kind, message, at }) => (
          <li key={id} data-kind={kind} data-testid="event">
            <span className="event-kind">{said.kinds[kind] ?? kind}</span>
            <span className="event-message">{message}</span>
            <time dateTime={new Date(at).toISOString()} title={clock(at)}>
              {ago(at, now)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}
