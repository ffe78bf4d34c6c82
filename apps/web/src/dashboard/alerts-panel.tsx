import type { Alert } from '@noroshi/client';
import { useClient } from '@noroshi/react';
import { useState } from 'react';
import { useLanguage } from '../i18n/language-context.js';
import { useTexts } from '../i18n/use-texts.js';
import { isFiring, type AlertStory } from './alert-board.js';
import { agoOf } from './format.js';
import { texts } from './texts.js';

interface Props {
  readonly board: readonly AlertStory[];
  readonly now: number;
}

const SHOWN_PAST = 5;

export function AlertsPanel({ board, now }: Props) {
  const said = useTexts(texts).alerts;
  const firing = board.filter(isFiring);
  const past = board.filter((story) => !isFiring(story)).slice(0, SHOWN_PAST);
  return (
    <section className="side-panel" aria-labelledby="alerts-title">
      <h2 id="alerts-title">{said.title}</h2>
      <p className="alerts-state" role="status" data-firing={firing.length > 0}>
        {firing.length === 0 ? said.quiet : said.firing(firing.length)}
      </p>
      <ul className="alerts" aria-labelledby="alerts-title">
        {firing.map((story) => (
          <AlertItem key={story.alert.id} story={story} now={now} />
        ))}
      </ul>
      {past.length > 0 && (
        <>
          <h3>{said.earlier}</h3>
          <ul className="alerts" aria-label={said.earlier}>
            {past.map((story) => (
              <AlertItem key={story.alert.id} story={story} now={now} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function AlertItem({ story, now }: { readonly story: AlertStory; readonly now: number }) {
  const said = useTexts(texts).alerts;
  const { locale } = useLanguage();
  const ago = agoOf(locale);
  const { alert, firedAt, resolvedAt } = story;
  const { severity, title, message } = alert;
  return (
    <li className="alert" data-severity={severity} data-over={resolvedAt !== undefined} data-testid="alert">
      <p className="alert-head">
        <SeverityMark severity={severity} />
        <strong>{title}</strong>
        <span className="alert-severity">{resolvedAt === undefined ? said.severity[severity] : said.resolved}</span>
      </p>
      <p className="alert-message">{message}</p>
      <p className="alert-foot">
        <span>{resolvedAt === undefined ? said.since(ago(firedAt, now)) : said.lasted(ago(resolvedAt, now))}</span>
        {alert.acknowledgedBy !== undefined && <span>{said.acknowledged(alert.acknowledgedBy)}</span>}
      </p>
      {resolvedAt === undefined && alert.acknowledgedBy === undefined && <Acknowledge alert={alert} />}
    </li>
  );
}

/** The answer comes as the alert itself, told anew, to everybody who watches. */
function Acknowledge({ alert: { id, title } }: { readonly alert: Alert }) {
  const said = useTexts(texts).alerts;
  const { rest } = useClient();
  const [state, setState] = useState<'idle' | 'asked' | 'failed'>('idle');
  const acknowledge = async (): Promise<void> => {
    setState('asked');
    try {
      await rest.request('POST', `/alerts/${encodeURIComponent(id)}/acknowledge`);
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <button
        type="button"
        className="alert-acknowledge"
        disabled={state === 'asked'}
        aria-label={said.acknowledgeOf(title)}
        onClick={() => void acknowledge()}
      >
        {said.acknowledge}
      </button>
      {state === 'failed' && (
        <p className="failure" role="alert">
          {said.failed}
        </p>
      )}
    </>
  );
}

const marks: Readonly<Record<Alert['severity'], string>> = {
  info: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 9v4.500M10 6.300v.2',
  warning: 'M10 3.500 17.500 16.500h-15zM10 8v4M10 14.200v.2',
  critical: 'M6.800 2.800h6.400l4 4v6.400l-4 4H6.800l-4-4V6.800zM10 6v5M10 13.600v.2',
};

/** Each has a shape of its own. */
const SeverityMark = ({ severity }: { readonly severity: Alert['severity'] }) => (
  <svg className="icon alert-mark" viewBox="0 0 20 20" aria-hidden="true">
    <path d={marks[severity]} />
  </svg>
);
