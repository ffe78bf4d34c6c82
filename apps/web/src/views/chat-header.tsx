import { useState } from 'react';
import { presentPeople } from '../room/people.js';
import type { RoomState } from '../room/room-state.js';
import { ConnectionBadge } from './connection-badge.js';
import { BackIcon, LinkIcon, PeopleIcon } from '../look/icons.js';
import { roomLink } from './use-room-in-url.js';

interface Props {
  readonly state: RoomState;
  readonly showsPeople: boolean;
  readonly onLeave: () => void;
  readonly onRetry: () => void;
  readonly onTogglePeople: () => void;
}

export function ChatHeader({ state, showsPeople, onLeave, onRetry, onTogglePeople }: Props) {
  const count = state.people.present ?? presentPeople(state.people).length;
  return (
    <header className="chat-header">
      <button type="button" className="icon-button back" onClick={onLeave} aria-label="Back to the rooms">
        <BackIcon />
      </button>
      <h1 className="chat-title" data-testid="room-name">
        <bdi>{state.name}</bdi>
      </h1>
      <ConnectionBadge state={state} onRetry={onRetry} />
      <CopyLink roomId={state.roomId} />
      <button
        type="button"
        className="icon-button people-toggle"
        aria-pressed={showsPeople}
        aria-label={`People here: ${count}`}
        onClick={onTogglePeople}
      >
        <PeopleIcon />
        <span data-testid="member-count">{count}</span>
      </button>
    </header>
  );
}

function CopyLink({ roomId }: { readonly roomId: string }) {
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
    <button type="button" className="icon-button copy-link" onClick={copy} aria-label="Copy the link to this room">
      <LinkIcon />
      {copied && (
        <span className="tip" role="status">
          Copied
        </span>
      )}
    </button>
  );
}
