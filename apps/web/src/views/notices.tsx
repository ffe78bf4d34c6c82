import { useEffect } from 'react';
import type { Notice } from '../room/room-state.js';
import { CloseIcon } from '../look/icons.js';

interface Props {
  readonly notices: readonly Notice[];
  readonly onDismiss: (id: number) => void;
}

export function Notices({ notices, onDismiss }: Props) {
  return (
    <div className="notices" role="status" data-testid="notices">
      {notices.map((notice) => (
        <NoticeView key={notice.id} notice={notice} onDismiss={onDismiss} />
      ))}
    </div>
  );
}

const shownMs = 8_000;

function NoticeView({ notice, onDismiss }: { readonly notice: Notice; readonly onDismiss: (id: number) => void }) {
  useEffect(() => {
    const timer = setTimeout(() => onDismiss(notice.id), shownMs);
    return () => clearTimeout(timer);
  }, [notice.id, onDismiss]);
  return (
    <p className="notice">
      {notice.text}
      <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => onDismiss(notice.id)}>
        <CloseIcon />
      </button>
    </p>
  );
}
