import type { Rest, Role, Room, RoomInfo } from '@noroshi/client';
import { useTexts } from '../../i18n/use-texts.js';
import { Dialog } from '../../look/dialog.js';
import { NoticeList } from '../room/notices.js';
import { useNotices } from '../room/use-notices.js';
import { texts } from './texts.js';
import { InviteForm, UnbanForm } from './invite-form.js';
import { RoomForm } from './room-form.js';
import { WaysOut } from './ways-out.js';

interface Props {
  readonly room: Room;
  readonly info: RoomInfo;
  /** One's own. */
  readonly role: Role;
  readonly rest: Rest;
  readonly onClose: () => void;
}

export function RoomSettingsDialog({ room, info, role, rest, onClose }: Props) {
  const said = useTexts(texts);
  const notices = useNotices();
  const shared = { rest, roomId: room.id, tell: notices.tell };
  return (
    <Dialog title={said.settingsOf(info.name)} onClose={onClose}>
      {role === 'member' ? <p className="hint">{said.mayNot}</p> : <RoomForm {...shared} info={info} />}
      <InviteForm {...shared} />
      {role !== 'member' && <UnbanForm {...shared} />}
      <WaysOut {...shared} role={role} onOut={onClose} />
      <NoticeList notices={notices} />
    </Dialog>
  );
}
