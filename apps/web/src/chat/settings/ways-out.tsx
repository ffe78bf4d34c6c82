import type { Rest, Role } from '@noroshi/client';
import { useState } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { useMe } from '../me.js';
import { openRoom } from '../rooms/rooms-panel.js';
import { texts } from './texts.js';
import { roomAddress } from './room-form.js';

interface Props {
  readonly rest: Rest;
  readonly roomId: string;
  readonly role: Role;
  readonly tell: (work: Promise<unknown>) => void;
  readonly onOut: () => void;
}

/** An owner can not go while the room is theirs, but can end it. */
export function WaysOut({ rest, roomId, role, tell, onOut }: Props) {
  const said = useTexts(texts);
  const me = useMe();
  const [asked, setAsked] = useState(false);
  const leave = (): void => {
    const path = `${roomAddress(roomId)}/members/${encodeURIComponent(me.userId)}`;
    const out = (): void => {
      onOut();
      openRoom(undefined);
    };
    tell(rest.request('DELETE', path).then(out));
  };
  const archive = (): void => tell(rest.request('DELETE', roomAddress(roomId)).then(onOut));
  return (
    <section className="form-section ways-out">
      {role === 'owner' ? (
        <button
          type="button"
          className="quiet grave"
          data-asked={asked}
          onClick={asked ? archive : () => setAsked(true)}
          onBlur={() => setAsked(false)}
        >
          {asked ? said.reallyArchive : said.archive}
        </button>
      ) : (
        <button type="button" className="quiet grave" onClick={leave}>
          {said.leaveForGood}
        </button>
      )}
    </section>
  );
}
