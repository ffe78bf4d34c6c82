import type { Notification } from '@noroshi/client';
import { useNotifications, type NotificationList as Listed } from '@noroshi/react';
import { useEffect, useState } from 'react';
import { useTexts } from '../i18n/use-texts.js';
import { NotificationItem } from './notification-item.js';
import { OutsideChoice } from './outside-choice.js';
import { remainingMs, remainingShare } from './remaining.js';
import { texts } from './texts.js';
import type { OutsideTelling } from './use-outside.js';

/** All that is kept of one's notifications, and what can be done with them. */
export function NotificationList({ outside }: { readonly outside: OutsideTelling }) {
  const said = useTexts(texts);
  const { items, unreadCount, markRead, markAllRead, remove, clear } = useNotifications();
  const [hasFailed, setHasFailed] = useState(false);
  const now = useNow(items);
  const attempt = (work: Promise<void>): void => {
    setHasFailed(false);
    work.catch(() => setHasFailed(true));
  };
  return (
    <>
      <div className="notes-head">
        <h2>{said.title}</h2>
        <button type="button" className="quiet" disabled={unreadCount === 0} onClick={() => attempt(markAllRead())}>
          {said.readAll}
        </button>
        <button type="button" className="quiet" disabled={items.length === 0} onClick={() => attempt(clear())}>
          {said.clear}
        </button>
      </div>
      {hasFailed && (
        <p className="failure" role="alert">
          {said.failed}
        </p>
      )}
      {items.length === 0 && <p className="hint notes-none">{said.none}</p>}
      <ul className="notes" aria-label={said.title}>
        {items.map((notification) => (
          <Entry key={notification.id} {...{ notification, now, attempt, markRead, remove }} />
        ))}
      </ul>
      <OutsideChoice outside={outside} />
    </>
  );
}

interface EntryProps extends Pick<Listed, 'markRead' | 'remove'> {
  readonly notification: Notification;
  readonly now: number;
  readonly attempt: (work: Promise<void>) => void;
}

function Entry({ notification, now, attempt, markRead, remove }: EntryProps) {
  const said = useTexts(texts);
  const { id, isRead, title } = notification;
  const left = remainingMs(notification, now);
  const read = (): void => {
    if (!isRead) attempt(markRead(id));
  };
  return (
    <li data-testid="notification">
      <NotificationItem
        notification={notification}
        share={remainingShare(notification, now)}
        goes={left === undefined ? undefined : said.goesIn(Math.ceil(left / 1000))}
        closeText={said.remove}
        onClose={() => attempt(remove(id))}
        onRead={read}
      />
      {!isRead && (
        <button
          type="button"
          className="note-read"
          aria-label={`${said.read}: ${title}`}
          title={said.read}
          onClick={read}
        />
      )}
    </li>
  );
}

const TICK_MS = 500;

/** Goes on only while something is about to go. */
function useNow(items: readonly Notification[]): number {
  const [now, setNow] = useState(Date.now);
  const isTicking = items.some(({ autoRemove }) => autoRemove === true);
  useEffect(() => {
    if (!isTicking) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isTicking]);
  return now;
}
