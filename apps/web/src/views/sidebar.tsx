import { useState, type SubmitEvent } from 'react';
import type { RoomSummary } from '../api/api.js';
import type { RoomWish } from '../compose.js';
import { slug } from '../identity/slug.js';
import { Wordmark } from '../look/brand.js';
import { roomLink } from './use-room-in-url.js';
import type { RoomDirectory } from './use-rooms.js';

interface Props {
  readonly directory: RoomDirectory;
  readonly current: string | undefined;
  readonly onOpen: (room: RoomWish) => void;
}

export function Sidebar({ directory, current, onOpen }: Props) {
  return (
    <nav className="sidebar" aria-label="Rooms">
      <header className="sidebar-head">
        <Wordmark />
      </header>
      <RoomForm onOpen={onOpen} />
      <h2 className="sidebar-title" id="rooms-title">
        Rooms
      </h2>
      <RoomList {...{ directory, current, onOpen }} />
    </nav>
  );
}

function RoomForm({ onOpen }: Pick<Props, 'onOpen'>) {
  const [name, setName] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const roomId = slug(name);
    if (!roomId) return;
    onOpen({ roomId, name: name.trim() });
    setName('');
  };
  return (
    <form className="room-form" onSubmit={submit}>
      <label htmlFor="room" className="hidden-label">
        Room name
      </label>
      <input
        id="room"
        data-testid="room"
        placeholder="Join or open a room"
        autoComplete="off"
        maxLength={64}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit" className="primary" data-testid="join" disabled={slug(name) === ''}>
        Join
      </button>
    </form>
  );
}

function RoomList({ directory, current, onOpen }: Pick<Props, 'directory' | 'current' | 'onOpen'>) {
  if (directory.kind === 'loading') return <p className="sidebar-hint">Looking for rooms …</p>;
  if (directory.kind === 'failed') return <p className="sidebar-hint">{directory.reason}.</p>;
  if (directory.rooms.length === 0) return <p className="sidebar-hint">No public room yet. Open the first.</p>;
  return (
    <ul className="room-list" aria-labelledby="rooms-title" data-testid="rooms">
      {directory.rooms.map((room) => (
        <li key={room.roomId}>
          <RoomLink room={room} isCurrent={room.roomId === current} onOpen={onOpen} />
        </li>
      ))}
    </ul>
  );
}

interface RoomLinkProps {
  readonly room: RoomSummary;
  readonly isCurrent: boolean;
  readonly onOpen: (room: RoomWish) => void;
}

function RoomLink({ room, isCurrent, onOpen }: RoomLinkProps) {
  const { roomId, name, present } = room;
  const follow = (event: React.MouseEvent): void => {
    // Anything but a plain click is the browser's: a new tab, a new window.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen({ roomId, name });
  };
  return (
    <a className="room-link" href={roomLink(roomId)} onClick={follow} aria-current={isCurrent ? 'page' : undefined}>
      <bdi className="room-link-name">{name}</bdi>
      {present > 0 && (
        <span className="room-link-present" title={`${present} here now`}>
          <span className="ember-dot" aria-hidden="true" />
          {present}
          <span className="hidden-label"> here now</span>
        </span>
      )}
    </a>
  );
}
