import { useRooms } from '@noroshi/react';
import { useRef, useState, type SubmitEvent } from 'react';
import { slug } from '../../identity/slug.js';
import { useTexts } from '../../i18n/use-texts.js';
import { navigate } from '../../shell/location.js';
import { StatusCluster } from '../../shell/status-cluster.js';
import { useIsNarrow } from '../../shell/use-is-narrow.js';
import { useShortcut } from '../../shortcuts/shortcuts.js';
import { roomPath } from '../room-link.js';
import { texts } from '../texts.js';
import { PublicRoomRow, RoomRow } from './room-row.js';
import { useDirectory } from './use-directory.js';
import { useRoomShortcuts } from './use-room-shortcuts.js';

interface Props {
  readonly current: string | undefined;
  readonly onOpen: (roomId: string, name: string) => void;
}

const has = (wanted: string) => {
  const parts = wanted.toLowerCase().trim();
  return ({ name, roomId }: { readonly name: string; readonly roomId: string }): boolean =>
    name.toLowerCase().includes(parts) || roomId.includes(parts);
};

export function RoomsPanel({ current, onOpen }: Props) {
  const said = useTexts(texts);
  const [wanted, setWanted] = useState('');
  const isNarrow = useIsNarrow();
  useRoomShortcuts(current);
  const open = (roomId: string, name: string): void => {
    setWanted('');
    onOpen(roomId, name);
  };
  return (
    <nav className="sidebar" aria-label={said.rooms}>
      <header className="sidebar-head">
        <h1 className="sidebar-title">{said.rooms}</h1>
        {isNarrow && current === undefined && <StatusCluster />}
      </header>
      <RoomForm wanted={wanted} onWant={setWanted} onOpen={open} />
      <div className="room-lists">
        <OwnRooms wanted={wanted} current={current} />
        <PublicRooms wanted={wanted} />
      </div>
    </nav>
  );
}

interface FormProps {
  readonly wanted: string;
  readonly onWant: (wanted: string) => void;
  readonly onOpen: Props['onOpen'];
}

/** Finds while it is typed; who joins what does not exist opens it. */
function RoomForm({ wanted, onWant, onOpen }: FormProps) {
  const said = useTexts(texts);
  const input = useRef<HTMLInputElement>(null);
  useShortcut({ keys: 'Mod+K', group: 'page', text: said.shortcuts.find, run: () => input.current?.focus() });
  const roomId = slug(wanted);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (roomId) onOpen(roomId, wanted.trim());
  };
  return (
    <form className="room-form" onSubmit={submit}>
      <label htmlFor="room" className="hidden-label">
        {said.roomName}
      </label>
      <input
        ref={input}
        id="room"
        data-testid="room"
        placeholder={said.findOrOpen}
        autoComplete="off"
        maxLength={64}
        value={wanted}
        onChange={(event) => onWant(event.target.value)}
      />
      <button type="submit" className="primary" data-testid="join" disabled={!roomId}>
        {said.join}
      </button>
    </form>
  );
}

function OwnRooms({ wanted, current }: { readonly wanted: string; readonly current: string | undefined }) {
  const said = useTexts(texts);
  const { isLoaded, items } = useRooms();
  const shown = items.filter(has(wanted));
  if (!isLoaded) return <p className="sidebar-hint">{said.loadingRooms}</p>;
  if (shown.length === 0) return <p className="sidebar-hint">{wanted ? said.noMatch : said.noRooms}</p>;
  return (
    <ul className="room-list" aria-label={said.yourRooms} data-testid="rooms">
      {shown.map((room) => (
        <li key={room.roomId}>
          <RoomRow room={room} isCurrent={room.roomId === current} />
        </li>
      ))}
    </ul>
  );
}

function PublicRooms({ wanted }: { readonly wanted: string }) {
  const said = useTexts(texts);
  const own = useRooms(({ items }) => items.map(({ roomId }) => roomId));
  const shown = useDirectory().filter((room) => !own.includes(room.roomId) && has(wanted)(room));
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="public-rooms">
      <h2 className="sidebar-subtitle" id="public-rooms">
        {said.publicRooms}
      </h2>
      <ul className="room-list" data-testid="public-rooms">
        {shown.map((room) => (
          <li key={room.roomId}>
            <PublicRoomRow room={room} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export const openRoom = (roomId: string | undefined): void => navigate(roomPath(roomId));
