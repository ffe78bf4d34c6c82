import { useClient, useRoom } from '@noroshi/react';
import { useEffect, useState } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { useShortcut } from '../../shortcuts/shortcuts.js';
import { PeoplePanel } from '../people/people-panel.js';
import { SearchPanel } from '../search/search-panel.js';
import { useMe } from '../me.js';
import { RoomSettingsDialog } from '../settings/room-settings-dialog.js';
import { texts } from '../texts.js';
import { Announcer } from './announcer.js';
import { Conversation } from './conversation.js';
import { Refused } from './refused.js';
import { RoomHeader } from './room-header.js';
import { useMembers } from './use-members.js';
import { useNotices } from './use-notices.js';
import { useSide } from './use-side.js';

interface Props {
  readonly roomId: string;
  /** For a room that may not exist yet. */
  readonly name: string | undefined;
}

export function RoomView({ roomId, name }: Props) {
  const { room, admission, info } = useRoom(roomId, { stay: true, ...(name !== undefined && { name }) });
  const me = useMe();
  const client = useClient();
  const [side, setSide] = useSide();
  const [isSetting, setIsSetting] = useState(false);
  const [jump, setJump] = useState<{ readonly offset: string }>();
  const notices = useNotices();
  const members = useMembers(room, admission.kind === 'inside');
  const role = members.find(({ userId }) => userId === me.userId)?.role ?? 'member';
  const title = info?.name ?? name ?? roomId;
  useTitle(title);
  useSideShortcuts(setSide);

  const shared = { room, roomName: title, role, notices };
  return (
    <main className="chat" data-side={side}>
      <RoomHeader
        {...{ room, side }}
        name={title}
        isPrivate={info?.settings.isPublic === false}
        onSide={setSide}
        onSettings={() => setIsSetting(true)}
      />
      {admission.kind === 'out' ? (
        <Refused reason={admission.message} onRetry={() => notices.tell(room.join({ stay: true }))} />
      ) : (
        <Conversation {...shared} jump={jump} isArchived={info?.isArchived === true} />
      )}
      {side === 'people' && <PeoplePanel {...{ room, members, role, notices }} onClose={() => setSide('people')} />}
      {side === 'search' && (
        <SearchPanel {...{ room }} roomName={title} onJump={setJump} onClose={() => setSide('search')} />
      )}
      {isSetting && info && (
        <RoomSettingsDialog {...{ room, info, role }} rest={client.rest} onClose={() => setIsSetting(false)} />
      )}
      <Announcer room={room} />
    </main>
  );
}

function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Noroshi`;
    return () => void (document.title = 'Noroshi');
  }, [title]);
}

function useSideShortcuts(setSide: (side: 'people' | 'search') => void): void {
  const { shortcuts: said } = useTexts(texts);
  useShortcut({ keys: 'Mod+Shift+F', group: 'room', text: said.search, run: () => setSide('search') });
  useShortcut({ keys: 'Alt+P', group: 'room', text: said.people, run: () => setSide('people') });
}
