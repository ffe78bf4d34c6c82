import { useRooms } from '@noroshi/react';
import { useTexts } from '../../i18n/use-texts.js';
import { navigate } from '../../shell/location.js';
import { useShortcut } from '../../shortcuts/shortcuts.js';
import { roomPath } from '../room-link.js';
import { texts } from '../texts.js';

/** From room to room in the order of the list. */
export function useRoomShortcuts(current: string | undefined): void {
  const { shortcuts: said } = useTexts(texts);
  const rooms = useRooms(({ items }) => items.map(({ roomId, unread }) => `${unread > 0 ? '!' : ' '}${roomId}`));
  const ids = rooms.map((room) => room.slice(1));
  const at = current === undefined ? -1 : ids.indexOf(current);
  const go = (roomId: string | undefined): void => {
    if (roomId !== undefined) navigate(roomPath(roomId));
  };
  const nextUnread = [...rooms.slice(at + 1), ...rooms.slice(0, Math.max(at, 0))].find((room) => room.startsWith('!'));
  useShortcut({ keys: 'Alt+ArrowUp', group: 'page', text: said.previousRoom, run: () => go(ids[at - 1]) });
  useShortcut({ keys: 'Alt+ArrowDown', group: 'page', text: said.nextRoom, run: () => go(ids[at + 1]) });
  useShortcut({ keys: 'Alt+U', group: 'page', text: said.nextUnread, run: () => go(nextUnread?.slice(1)) });
}
