import { useId, type ReactNode } from 'react';
import { useTexts } from '../i18n/use-texts.js';
import { CloseIcon } from '../look/icons.js';
import { texts } from './texts.js';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Beside the conversation, or over it where there is no room for both. */
export function SidePanel({ title, onClose, children }: Props) {
  const said = useTexts(texts);
  const id = useId();
  return (
    <aside className="side" aria-labelledby={id}>
      <header className="side-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="icon-button" aria-label={said.close} onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      {children}
    </aside>
  );
}
