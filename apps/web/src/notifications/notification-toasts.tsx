import { useTexts } from '../i18n/use-texts.js';
import { NotificationItem } from './notification-item.js';
import { texts } from './texts.js';
import { remainingShare } from './remaining.js';
import type { Toast } from './toasts.js';
import type { Toasts } from './use-toasts.js';

interface Props {
  readonly toasts: Toasts;
  readonly onRead: (id: string) => void;
}

/** In a corner, said to whoever listens, and never taking the focus. */
export function NotificationToasts({ toasts: { shown, dismiss, hold }, onRead }: Props) {
  const said = useTexts(texts);
  return (
    <section
      className="toasts"
      aria-label={said.arrived}
      aria-live="polite"
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
    >
      {shown.map((toast) => (
        <div key={toast.notification.id} className="toast" data-testid="toast">
          <NotificationItem
            notification={toast.notification}
            share={shareOf(toast)}
            closeText={said.dismiss}
            onClose={() => dismiss(toast.notification.id)}
            onRead={() => {
              onRead(toast.notification.id);
              dismiss(toast.notification.id);
            }}
          />
        </div>
      ))}
    </section>
  );
}

/** Only what goes away for good shows how soon. */
const shareOf = ({ notification, leftMs }: Toast): number | undefined =>
  remainingShare(notification, notification.at) === undefined
    ? undefined
    : leftMs / Math.max(1, notification.duration ?? leftMs);
