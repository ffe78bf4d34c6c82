import type { Notification } from '@noroshi/client';
import { roomPath } from '../chat/room-link.js';

export interface Action {
  readonly href: string;
  /** Absent: its room. */
  readonly label?: string;
  /** Of this page: gone to without loading it anew. */
  readonly isHere: boolean;
}

const allowed: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:']);

/** Where a notification leads. What a back end wrote is no script, whatever it says. */
export function actionOf(
  { actionUrl, actionLabel, roomId, messageId }: Notification,
  page: string,
): Action | undefined {
  const asked = actionUrl === undefined ? undefined : linkTo(actionUrl, page);
  if (asked) return { ...asked, label: actionLabel ?? asked.href };
  return roomId === undefined ? undefined : { href: roomPath(roomId, messageId), isHere: true };
}

function linkTo(address: string, page: string): Pick<Action, 'href' | 'isHere'> | undefined {
  const url = parsed(address, page);
  if (!url || !allowed.has(url.protocol)) return undefined;
  const isHere = url.origin === new URL(page).origin;
  return { href: isHere ? url.pathname + url.search + url.hash : url.href, isHere };
}

function parsed(address: string, page: string): URL | undefined {
  try {
    return new URL(address, page);
  } catch {
    return undefined;
  }
}
