import type { RoomOverview } from '@noroshi/client';
import { memo } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { LockIcon } from '../../look/icons.js';
import { PlainText } from '../../markdown/plain-text.js';
import { Link } from '../../shell/link.js';
import { useMe } from '../me.js';
import { roomPath } from '../room-link.js';
import { texts } from '../texts.js';
import { useTimes } from '../time.js';
import type { PublicRoom } from './use-directory.js';

interface Props {
  readonly room: RoomOverview;
  readonly isCurrent: boolean;
}

export const RoomRow = memo(function RoomRow({ room, isCurrent }: Props) {
  const times = useTimes();
  const { roomId, name, settings, lastMessage, unread } = room;
  return (
    <Link
      className="room-link"
      href={roomPath(roomId)}
      aria-current={isCurrent ? 'page' : undefined}
      data-unread={unread > 0}
    >
      <span className="room-link-top">
        {!settings.isPublic && <LockIcon />}
        <bdi className="room-link-name">{name}</bdi>
        {lastMessage && <time className="room-link-time">{times.brief(lastMessage.at, Date.now())}</time>}
      </span>
      <span className="room-link-bottom">
        <LastMessage room={room} />
        <Badges room={room} />
      </span>
    </Link>
  );
});

function LastMessage({ room: { lastMessage } }: Pick<Props, 'room'>) {
  const said = useTexts(texts);
  const me = useMe();
  if (!lastMessage) return <span className="room-link-last">{said.nothingYet}</span>;
  const name = lastMessage.author.userId === me.userId ? said.you : lastMessage.author.name;
  return (
    <span className="room-link-last">
      <bdi>{said.saidBy(name)}</bdi>
      <PlainText text={lastMessage.content || said.deletedShort} />
    </span>
  );
}

function Badges({ room: { unread, mentions } }: Pick<Props, 'room'>) {
  const said = useTexts(texts);
  return (
    <>
      {mentions > 0 && (
        <span className="count count-mentions" data-testid="mentions">
          <span aria-hidden="true">@{mentions}</span>
          <span className="hidden-label">{said.mentions(mentions)}</span>
        </span>
      )}
      {unread > 0 && (
        <span className="count" data-testid="unread">
          <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
          <span className="hidden-label">{said.unread(unread)}</span>
        </span>
      )}
    </>
  );
}

export function PublicRoomRow({ room: { roomId, name, present } }: { readonly room: PublicRoom }) {
  const said = useTexts(texts);
  return (
    <Link className="room-link room-link-public" href={roomPath(roomId)}>
      <bdi className="room-link-name">{name}</bdi>
      {present > 0 && (
        <span className="room-link-present" title={said.hereNow(present)}>
          <span className="ember-dot" aria-hidden="true" />
          <span aria-hidden="true">{present}</span>
          <span className="hidden-label">{said.hereNow(present)}</span>
        </span>
      )}
    </Link>
  );
}
