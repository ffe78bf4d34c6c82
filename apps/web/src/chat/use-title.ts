import { useRooms } from '@noroshi/react';
import { useEffect } from 'react';

/** Of the tab: what is open, behind how much is unread in all rooms. */
export function useTitle(open?: string): void {
  const unread = useRooms(({ items }) => items.reduce((sum, room) => sum + room.unread, 0));
  useEffect(() => {
    document.title = titleOf(unread, open);
    return () => void (document.title = titleOf(0));
  }, [unread, open]);
}

export const titleOf = (unread: number, open?: string): string =>
  `${unread > 0 ? `(${unread > 99 ? '99+' : unread}) ` : ''}${open === undefined ? '' : `${open} · `}Noroshi`;
