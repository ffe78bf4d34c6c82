import type { Notification } from '@noroshi/client';
import { useClient } from '@noroshi/react';
import { useCallback, useEffect, useState } from 'react';
import { afterMs, stillThere, withoutToast, withToast, type Toast } from './toasts.js';

const TICK_MS = 250;
/** By then it is read where somebody looks at the room that it is about, and nothing flashes up. */
const HELD_BACK_MS = 400;

export interface Toasts {
  readonly shown: readonly Toast[];
  readonly dismiss: (id: string) => void;
  /** Whoever points at them, or is among them by keyboard, reads them: none goes meanwhile. */
  readonly hold: (isHeld: boolean) => void;
}

/** What came while the page was looked at, for a while. */
export function useToasts(items: readonly Notification[]): Toasts {
  const { notifications } = useClient();
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const [isHeld, hold] = useState(false);

  useEffect(
    () =>
      notifications.on('notification', (notification) => {
        setTimeout(() => setToasts((before) => withToast(before, notification)), HELD_BACK_MS);
      }),
    [notifications],
  );
  const shown = stillThere(toasts, items);
  const isTicking = shown.length > 0 && !isHeld;
  useEffect(() => {
    if (!isTicking) return;
    const timer = setInterval(() => setToasts((before) => afterMs(before, TICK_MS)), TICK_MS);
    return () => clearInterval(timer);
  }, [isTicking]);
  const dismiss = useCallback((id: string) => setToasts((before) => withoutToast(before, id)), []);
  return { shown, dismiss, hold };
}
