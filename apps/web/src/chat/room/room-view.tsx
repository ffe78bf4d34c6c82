import type { Room, RoomInfo } from '@noroshi/client';
import { useClient, useRoom } from '@noroshi/react';
import { useEffect, useState } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { useShortcut } from '../../shortcuts/shortcuts.js';
import { useMe } from '../me.js';
import { PeoplePanel, type PeoplePanelProps } from '../people/people-panel.js';
import { SearchPanel, type SearchPanelProps } from '../search/search-panel.js';
import { RoomSettingsDialog } from '../settings/room-settings-dialog.js';
import { texts } from '../texts.js';
import { Announcer } from './announcer.js';
import { Conversation } from './conversation.js';
import { Refused } from './refused.js';
import { RoomHeader } from './room-header.js';
import { useMembers } from './use-members.js';
import { useNotices } from './use-notices.js';
import { useSide, type Side } from './use-side.js';

interface Props {
  readonly roomId: string;
  /** For a room that may not exist yet. */
  readonly name: string | undefined;
}

export function RoomView({ roomId, name }: Props) {
  const { room, admission, info } = useRoom(roomId, { stay: true, ...(name !== undefined && { name }) });
  const { rest } = useClient();
  const [side, setSide] = useSide();
  const [isSetting, setIsSetting] = useState(false);
  const [jump, setJump] = useState<{ readonly offset: string }>();
  const notices = useNotices();
  const { members, role } = useStanding(room, admission.kind === 'inside');
  const { roomName, isPrivate, isArchived } = shownOf(info, name ?? roomId);
  useTitle(roomName);
  useSideShortcuts(setSide);

  return (
    <main className="chat" data-side={side}>
      <RoomHeader {...{ room, roomName, isPrivate, side }} onSide={setSide} onSettings={() => setIsSetting(true)} />
      {admission.kind === 'out' ? (
        <Refused reason={admission.message} onRetry={() => notices.tell(room.join({ stay: true }))} />
      ) : (
        <Conversation {...{ room, roomName, role, notices, jump, isArchived }} />
      )}
      <Beside {...{ side, room, roomName, members, role, notices }} onJump={setJump} onClose={() => setSide(side)} />
      {isSetting && info && <RoomSettingsDialog {...{ room, info, role, rest }} onClose={() => setIsSetting(false)} />}
      <Announcer room={room} />
    </main>
  );
}

const shownOf = (info: RoomInfo | undefined, otherwise: string) => ({
  roomName: info?.name ?? otherwise,
  isPrivate: info?.settings.isPublic === false,
  isArchived: info?.isArchived === true,
});

interface BesideProps extends PeoplePanelProps, SearchPanelProps {
  readonly side: Side;
}

function Beside({ side, ...rest }: BesideProps) {
  if (side === 'people') return <PeoplePanel {...rest} />;
  return side === 'search' && <SearchPanel {...rest} />;
}

/** Who belongs to the room, and as what oneself does. */
function useStanding(room: Room, isInside: boolean) {
  const me = useMe();
  const members = useMembers(room, isInside);
  return { members, role: members.find(({ userId }) => userId === me.userId)?.role ?? 'member' };
}

function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Noroshi`;
    return () => void (document.title = 'Noroshi');
  }, [title]);
}

function useSideShortcuts(setSide: (side: Side) => void): void {
  const { shortcuts: said } = useTexts(texts);
  useShortcut({ keys: 'Mod+Shift+F', group: 'room', text: said.search, run: () => setSide('search') });
  useShortcut({ keys: 'Alt+P', group: 'room', text: said.people, run: () => setSide('people') });
}
