import type { Notification } from '@noroshi/client';
import { useMemo } from 'react';
import { useLanguage } from '../i18n/language-context.js';
import { useTexts } from '../i18n/use-texts.js';
import { CloseIcon } from '../look/icons.js';
import { Link } from '../shell/link.js';
import { actionOf } from './action.js';
import { texts } from './texts.js';
import { TypeMark } from './type-mark.js';
import { wordsOf } from './words-of.js';

interface Props {
  readonly notification: Notification;
  /** 1 to 0 while it goes away by itself. */
  readonly share?: number | undefined;
  /** Said of the share, for whoever does not see it. */
  readonly goes?: string | undefined;
  readonly closeText: string;
  readonly onClose: () => void;
  /** It was followed, or looked at. */
  readonly onRead: () => void;
}

/** As it is in the list, and as it comes. */
export function NotificationItem({ notification, share, goes, closeText, onClose, onRead }: Props) {
  const said = useTexts(texts);
  const { type, title, isRead } = notification;
  const words = useMemo(() => wordsOf(notification), [notification]);
  return (
    <div className="note" data-type={type} data-read={isRead}>
      <TypeMark type={type} />
      <div className="note-body">
        <p className="note-title">
          <span className="hidden-label">{said.types[type]}: </span>
          <strong>{title}</strong>
          {!isRead && <span className="hidden-label"> ({said.unread})</span>}
        </p>
        <p className="note-message">{words}</p>
        <p className="note-foot">
          <When at={notification.at} />
          <Follow notification={notification} onRead={onRead} />
          {goes !== undefined && <span className="note-goes">{goes}</span>}
        </p>
      </div>
      <button type="button" className="icon-button" aria-label={`${closeText}: ${title}`} onClick={onClose}>
        <CloseIcon />
      </button>
      {share !== undefined && <progress className="note-left" max={1} value={share} aria-hidden="true" />}
    </div>
  );
}

function When({ at }: { readonly at: number }) {
  const { locale } = useLanguage();
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  const style = isToday ? ({ timeStyle: 'short' } as const) : ({ dateStyle: 'medium' } as const);
  return <time dateTime={new Date(at).toISOString()}>{new Intl.DateTimeFormat(locale, style).format(at)}</time>;
}

function Follow({ notification, onRead }: Pick<Props, 'notification' | 'onRead'>) {
  const said = useTexts(texts);
  const action = actionOf(notification, window.location.href);
  if (!action) return null;
  const text = action.label ?? said.toRoom;
  if (action.isHere)
    return (
      <Link href={action.href} onClick={onRead}>
        {text}
      </Link>
    );
  return (
    <a href={action.href} target="_blank" rel="noreferrer" onClick={onRead}>
      {text}
    </a>
  );
}
