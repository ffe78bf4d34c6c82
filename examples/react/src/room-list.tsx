import { useRooms } from '@noroshi/react';
import { memo } from 'react';

interface RoomListProps {
  readonly current: string;
  readonly onChoose: (id: string) => void;
}

/** Drawn when rooms come, go or change places; a new message draws only the link of its room. */
export function RoomList({ current, onChoose }: RoomListProps) {
  const ids = useRooms(({ items }) => items.map(({ roomId }) => roomId));
  return ids.map((id) => <RoomLink key={id} id={id} isCurrent={id === current} onChoose={onChoose} />);
}

interface RoomLinkProps {
  readonly id: string;
  readonly isCurrent: boolean;
  readonly onChoose: (id: string) => void;
}

const RoomLink = memo(function RoomLink({ id, isCurrent, onChoose }: RoomLinkProps) {
  const room = useRooms(({ items }) => items.find(({ roomId }) => roomId === id));
  return (
    <p>
      <button aria-current={isCurrent} onClick={() => onChoose(id)}>
        {room?.name} {room && room.unread > 0 && <b aria-label={`${room.unread} unread`}>{room.unread}</b>}
      </button>
    </p>
  );
});
