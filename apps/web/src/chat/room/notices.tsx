import { useEffect } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { CloseIcon } from '../../look/icons.js';
import { texts } from '../texts.js';
import type { Notice, Notices } from './use-notices.js';

export function NoticeList({ notices: { shown, dismiss } }: { readonly notices: Notices }) {
  return (
    <div className="notices" role="status" data-testid="notices">
      {shown.map((notice) => (
        <NoticeView key={notice.id} notice={notice} onDismiss={dismiss} />
      ))}
    </div>
  );
}

const shownMs = 8_000;

function NoticeView({ notice, onDismiss }: { readonly notice: Notice; readonly onDismiss: (id: number) => void }) {
  const said = useTexts(texts);
  useEffect(() => {
    const timer = setTimeout(() => onDismiss(notice.id), shownMs);
    return () => clearTimeout(timer);
  }, [notice.id, onDismiss]);
  return (
    <p className="notice">
      {notice.text}
      <button type="button" className="icon-button" aria-label={said.dismiss} onClick={() => onDismiss(notice.id)}>
        <CloseIcon />
      </button>
    </p>
  );
}
