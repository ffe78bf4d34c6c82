import type { Room } from '@noroshi/client';
import { usePresence } from '@noroshi/react';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { BackIcon, GearIcon, LockIcon, PeopleIcon, SearchIcon } from '../../look/icons.js';
import { PageHeader } from '../../shell/page-header.js';
import { CopyLink } from '../copy-link.js';
import { openRoom } from '../rooms/rooms-panel.js';
import { texts } from '../texts.js';
import type { Side } from './use-side.js';

interface Props {
  readonly roomName: string;
  readonly isPrivate: boolean;
  /** What can be done in the room. */
  readonly children?: ReactNode;
}

export function RoomHeader({ roomName, isPrivate, children }: Props) {
  const said = useTexts(texts);
  return (
    <PageHeader>
      <button type="button" className="icon-button back" onClick={() => openRoom(undefined)} aria-label={said.back}>
        <BackIcon />
      </button>
      <h1 className="chat-title" data-testid="room-name">
        <bdi>{roomName}</bdi>
        {isPrivate && <LockIcon />}
      </h1>
      {children}
    </PageHeader>
  );
}

interface ToolsProps {
  readonly room: Room;
  readonly side: Side;
  readonly onSide: (side: Side) => void;
  readonly onSettings: () => void;
}

export function RoomTools({ room, side, onSide, onSettings }: ToolsProps) {
  const said = useTexts(texts);
  const { count } = usePresence(room);
  return (
    <>
      <Tool label={said.search} isPressed={side === 'search'} onClick={() => onSide('search')}>
        <SearchIcon />
      </Tool>
      <Tool label={said.people(count)} isPressed={side === 'people'} onClick={() => onSide('people')}>
        <PeopleIcon />
        <span data-testid="member-count">{count}</span>
      </Tool>
      <CopyLink className="icon-button" label={said.copyLink} roomId={room.id} />
      <button
        type="button"
        className="icon-button"
        aria-label={said.settings}
        title={said.settings}
        onClick={onSettings}
      >
        <GearIcon />
      </button>
    </>
  );
}

interface ToolProps {
  readonly label: string;
  readonly isPressed: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Tool({ label, isPressed, onClick, children }: ToolProps) {
  return (
    <button
      type="button"
      className="icon-button tool"
      aria-pressed={isPressed}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
