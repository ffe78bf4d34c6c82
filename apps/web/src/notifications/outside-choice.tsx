import { useTexts } from '../i18n/use-texts.js';
import { texts } from './texts.js';
import type { OutsideTelling } from './use-outside.js';

/** The browser's own notifications, for whoever wants them. */
export function OutsideChoice({ outside }: { readonly outside: OutsideTelling }) {
  const said = useTexts(texts).outside;
  const { state, turnOn, turnOff } = outside;
  if (state === 'unsupported') return null;
  if (state === 'denied') return <p className="hint notes-outside">{said.denied}</p>;
  if (state === 'off')
    return (
      <p className="notes-outside">
        <button type="button" className="link-button" onClick={turnOn}>
          {said.offer}
        </button>
      </p>
    );
  return (
    <p className="notes-outside hint">
      {said.on}{' '}
      <button type="button" className="link-button" onClick={turnOff}>
        {said.off}
      </button>
    </p>
  );
}
