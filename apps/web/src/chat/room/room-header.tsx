import type { Room } from '@noroshi/client';
import { usePresence } from '@noroshi/react';
import { useState } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { BackIcon, GearIcon, LinkIcon, LockIcon, PeopleIcon, SearchIcon } from '../../look/icons.js';
import { PageHeader } from '../../shell/page-header.js';
import { openRoom } from '../rooms/rooms-panel.js';
import { roomLink } from '../room-link.js';
import { texts } from '../texts.js';
import type { Side } from './use-side.js';

interface Props {
  readonly room: Room;
  readonly roomName: string;
  readonly isPrivate: boolean;
  readonly side: Side;
  readonly onSide: (side: Side) => void;
  readonly onSettings: () => void;
}

export function RoomHeader({ room, roomName, isPrivate, side, onSide, onSettings }: Props) {
  const said = useTexts(texts);
  const { count } = usePresence(room);
  return (
    <PageHeader>
      <button type="button" className="icon-button back" onClick={() => openRoom(undefined)} aria-label={said.back}>
        <BackIcon />
      </button>
      <h1 className="chat-title" data-testid="room-name">
        <bdi>{roomName}</bdi>
        {isPrivate && <LockIcon />}
      </h1>
      <Tool label={said.search} isPressed={side === 'search'} onClick={() => onSide('search')}>
        <SearchIcon />
      </Tool>
      <Tool label={said.people(count)} isPressed={side === 'people'} onClick={() => onSide('people')}>
        <PeopleIcon />
        <span data-testid="member-count">{count}</span>
      </Tool>
      <CopyLink roomId={room.id} />
      <button
        type="button"
        className="icon-button"
        aria-label={said.settings}
        title={said.settings}
        onClick={onSettings}
      >
        <GearIcon />
      </button>
    </PageHeader>
  );
}

interface ToolProps {
  readonly label: string;
  readonly isPressed: boolean;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
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

function CopyLink({ roomId }: { readonly roomId: string }) {
  const said = useTexts(texts);
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    const done = (): void => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    };
    // The browser may forbid it; the address bar has the same link.
    void navigator.clipboard.writeText(roomLink(roomId)).then(done, () => undefined);
  };
  return (
    <button
      type="button"
      className="icon-button copy-link"
      onClick={copy}
      aria-label={said.copyLink}
      title={said.copyLink}
    >
      <LinkIcon />
      <span role="status">{copied && <span className="tip">{said.copied}</span>}</span>
    </button>
  );
}
