import type { Notification } from '@noroshi/client';

export interface Toast {
  readonly notification: Notification;
  /** Milliseconds for which it is still shown. */
  readonly leftMs: number;
}

const SHOWN_MS = 7_000;
/** What went wrong is read more slowly. */
const SHOWN_ERROR_MS = 12_000;
const MOST = 4;

/** One that has just come, above the others; the oldest makes room. */
export function withToast(toasts: readonly Toast[], notification: Notification): readonly Toast[] {
  const others = toasts.filter((toast) => toast.notification.id !== notification.id);
  const usual = notification.type === 'error' ? SHOWN_ERROR_MS : SHOWN_MS;
  const leftMs = notification.autoRemove === true ? (notification.duration ?? usual) : usual;
  return [{ notification, leftMs }, ...others].slice(0, MOST);
}

/** After some time in which nobody held them. */
export const afterMs = (toasts: readonly Toast[], ms: number): readonly Toast[] =>
  toasts.map((toast) => ({ ...toast, leftMs: toast.leftMs - ms })).filter(({ leftMs }) => leftMs > 0);

export const withoutToast = (toasts: readonly Toast[], id: string): readonly Toast[] =>
  toasts.filter(({ notification }) => notification.id !== id);

/** Those that were removed or read elsewhere are gone here too. */
export function stillThere(toasts: readonly Toast[], items: readonly Notification[]): readonly Toast[] {
  const unread = new Set(items.filter(({ isRead }) => !isRead).map(({ id }) => id));
  const left = toasts.filter(({ notification }) => unread.has(notification.id));
  return left.length === toasts.length ? toasts : left;
}
