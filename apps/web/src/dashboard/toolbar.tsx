import { useId, useMemo } from 'react';
import { useLanguage } from '../i18n/language-context.js';
import { useTexts } from '../i18n/use-texts.js';
import { useShortcut } from '../shortcuts/shortcuts.js';
import { clockOf } from './format.js';
import { texts } from './texts.js';
import type { View } from './use-view.js';

interface Props {
  readonly view: View;
  readonly now: number;
}

/** Live or not, and since when; and a way through time for the keyboard. */
export function Toolbar({ view, now }: Props) {
  const said = useTexts(texts);
  const { isPaused, isZoomed, range, pause, resume, resetZoom } = view;
  const toggle = isPaused ? resume : pause;
  useShortcut({ keys: 'p', group: 'page', text: `${said.pause} / ${said.resume}`, run: toggle });
  return (
    <div className="dash-bar">
      <p className="dash-state" data-paused={isPaused}>
        <span className="dash-lamp" aria-hidden="true" />
        <strong role="status">{isPaused ? said.paused : said.live}</strong>
        <span>{isPaused ? said.behind(Math.round((now - range.to) / 1000)) : said.lastMinutes}</span>
      </p>
      <Scrubber view={view} />
      <div className="dash-tools">
        {isZoomed && (
          <button type="button" className="quiet" onClick={resetZoom}>
            {said.resetZoom}
          </button>
        )}
        <button type="button" className="dash-pause" aria-keyshortcuts="p" onClick={toggle}>
          <PauseMark isPaused={isPaused} />
          {isPaused ? said.resume : said.pause}
        </button>
      </div>
    </div>
  );
}

const PauseMark = ({ isPaused }: { readonly isPaused: boolean }) => (
  <svg className="icon" viewBox="0 0 20 20" aria-hidden="true">
    <path d={isPaused ? 'M6.500 4.500v11l9-5.500z' : 'M7 4.500v11M13 4.500v11'} />
  </svg>
);

const SECOND_MS = 1000;

/** Moves the line of the cursor through all charts at once. At its end nothing in particular is looked at. */
function Scrubber({ view: { range, inspectedAt, inspect } }: { readonly view: View }) {
  const said = useTexts(texts);
  const { locale } = useLanguage();
  const clock = useMemo(() => clockOf(locale), [locale]);
  const id = useId();
  const at = Math.min(range.to, Math.max(range.from, inspectedAt ?? range.to));
  const text = inspectedAt === undefined ? said.nowShown : clock(at);
  return (
    <div className="dash-moment">
      <label htmlFor={id} className="hidden-label">
        {said.moment}
      </label>
      <input
        id={id}
        type="range"
        min={range.from}
        max={range.to}
        step={SECOND_MS}
        value={at}
        aria-valuetext={text}
        onChange={({ target }) =>
          inspect(Number(target.value) >= range.to - SECOND_MS ? undefined : Number(target.value))
        }
        onKeyDown={({ key }) => key === 'Escape' && inspect(undefined)}
      />
      <output htmlFor={id}>{text}</output>
    </div>
  );
}
