import { useNotifications } from '@noroshi/react';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { useTexts } from '../i18n/use-texts.js';
import { NotificationList } from './notification-list.js';
import { NotificationToasts } from './notification-toasts.js';
import './notifications.css';
import { texts } from './texts.js';
import { useExpiry } from './use-expiry.js';
import { useOutside } from './use-outside.js';
import { useToasts } from './use-toasts.js';

const MOST_SAID = 99;

/** Says how many are unread, opens the list, and shows what comes. Once in a page. */
export function NotificationBell() {
  const said = useTexts(texts);
  const { items, unreadCount, markRead, remove } = useNotifications();
  const toasts = useToasts(items);
  const outside = useOutside();
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  useExpiry({ items, remove });
  useEffect(() => {
    const { current } = panel;
    const follow = (event: Event): void => setIsOpen((event as ToggleEvent).newState === 'open');
    current?.addEventListener('toggle', follow);
    return () => current?.removeEventListener('toggle', follow);
  }, []);
  const read = useCallback((noteId: string) => void markRead(noteId).catch(() => undefined), [markRead]);
  return (
    <>
      <button
        type="button"
        className="bell"
        popoverTarget={id}
        aria-label={said.bell(unreadCount)}
        title={said.title}
        data-testid="bell"
      >
        <BellMark />
        {unreadCount > 0 && (
          <span className="bell-count" aria-hidden="true">
            {unreadCount > MOST_SAID ? `${MOST_SAID}+` : unreadCount}
          </span>
        )}
      </button>
      <div ref={panel} id={id} popover="auto" className="notes-panel" role="dialog" aria-label={said.title}>
        {isOpen && <NotificationList outside={outside} />}
      </div>
      {!isOpen && <NotificationToasts toasts={toasts} onRead={read} />}
    </>
  );
}

const BellMark = () => (
  <svg className="icon" viewBox="0 0 20 20" aria-hidden="true">
    <path d="M10 3a4.500 4.500 0 0 0-4.500 4.500c0 4-1.500 5-2 6h13c-.5-1-2-2-2-6A4.500 4.500 0 0 0 10 3M8.300 16a1.800 1.800 0 0 0 3.400 0" />
  </svg>
);
