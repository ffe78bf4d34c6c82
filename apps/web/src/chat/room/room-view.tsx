import type { Room, RoomInfo } from '@noroshi/client';
import { useClient, useRoom } from '@noroshi/react';
import { useMemo, useState } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { useShortcut } from '../../shortcuts/shortcuts.js';
import { useMe } from '../me.js';
import { PeoplePanel, type PeoplePanelProps } from '../people/people-panel.js';
import { SearchPanel, type SearchPanelProps } from '../search/search-panel.js';
import { RoomSettingsDialog } from '../settings/room-settings-dialog.js';
import { texts } from '../texts.js';
import { useTitle } from '../use-title.js';
import { Announcer } from './announcer.js';
import { Conversation } from './conversation.js';
import { Refused } from './refused.js';
import { RoomHeader, RoomTools } from './room-header.js';
import { StandingContext } from './standing.js';
import { useMembers } from './use-members.js';
import { useNotices } from './use-notices.js';
import { useReadOn } from './use-read-on.js';
import { useSide, type Side } from './use-side.js';

interface Props {
  readonly roomId: string;
  /** For a room that may not exist yet. */
  readonly name: string | undefined;
}

export function RoomView({ roomId, name }: Props) {
  const { room, admission, info } = useRoom(roomId, { stay: true, ...(name !== undefined && { name }) });
  const roomName = info?.name ?? name ?? roomId;
  useTitle(roomName);
  useReadOn(room, admission);
  if (admission.kind !== 'out')
    return <OpenRoom {...{ room, roomName, info }} isInside={admission.kind === 'inside'} />;
  // Refused again, it says so here again.
  const retry = (): void => void room.join({ stay: true }).catch(() => undefined);
  return (
    <main className="chat" data-side="none">
      <RoomHeader roomName={roomName} isPrivate={isPrivate(info)} />
      <Refused refusal={admission} onRetry={retry} />
    </main>
  );
}

const isPrivate = (info: RoomInfo | undefined): boolean => info?.settings.isPublic === false;

interface OpenRoomProps {
  readonly room: Room;
  readonly roomName: string;
  readonly info: RoomInfo | undefined;
  /** The server has let one in. */
  readonly isInside: boolean;
}

function OpenRoom({ room, roomName, info, isInside }: OpenRoomProps) {
  const { rest } = useClient();
  const [side, setSide] = useSide();
  const [isSetting, setIsSetting] = useState(false);
  const [jump, setJump] = useState<{ readonly offset: string }>();
  const notices = useNotices();
  const members = useMembers(room, isInside);
  const me = useMe();
  const role = members.find(({ userId }) => userId === me.userId)?.role ?? 'member';
  const isArchived = info?.isArchived === true;
  const standing = useMemo(() => ({ members, isArchived }), [members, isArchived]);
  useSideShortcuts(setSide);

  return (
    <main className="chat" data-side={side}>
      <RoomHeader roomName={roomName} isPrivate={isPrivate(info)}>
        <RoomTools {...{ room, side }} onSide={setSide} onSettings={() => setIsSetting(true)} />
      </RoomHeader>
      <StandingContext value={standing}>
        <Conversation {...{ room, roomName, role, notices, jump, isArchived }} />
      </StandingContext>
      <Beside {...{ side, room, roomName, members, role, notices }} onJump={setJump} onClose={() => setSide(side)} />
      {isSetting && info && <RoomSettingsDialog {...{ room, info, role, rest }} onClose={() => setIsSetting(false)} />}
      <Announcer room={room} />
    </main>
  );
}

interface BesideProps extends PeoplePanelProps, SearchPanelProps {
  readonly side: Side;
}

function Beside({ side, ...rest }: BesideProps) {
  if (side === 'people') return <PeoplePanel {...rest} />;
  return side === 'search' && <SearchPanel {...rest} />;
}

function useSideShortcuts(setSide: (side: Side) => void): void {
  const { shortcuts: said } = useTexts(texts);
  useShortcut({ keys: 'Mod+Shift+F', group: 'room', text: said.search, run: () => setSide('search') });
  useShortcut({ keys: 'Alt+P', group: 'room', text: said.people, run: () => setSide('people') });
}
