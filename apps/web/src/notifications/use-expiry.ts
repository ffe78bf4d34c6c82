import type { NotificationList } from '@noroshi/react';
import { useEffect } from 'react';
import { remainingMs } from './remaining.js';

type Removing = Pick<NotificationList, 'items' | 'remove'>;

/** Removes those that go away by themselves when their time is over, wherever they are shown. */
export function useExpiry({ items, remove }: Removing): void {
  useEffect(() => {
    const now = Date.now();
    const timers = items.flatMap((notification) => {
      const left = remainingMs(notification, now);
      // Another tab may have been first: then it is gone, as was wanted.
      return left === undefined ? [] : [setTimeout(() => void remove(notification.id).catch(() => undefined), left)];
    });
    return () => timers.forEach(clearTimeout);
  }, [items, remove]);
}
