import type { Member, Role, Room } from '@noroshi/client';
import { useClient } from '@noroshi/react';
import { useState } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { MoreIcon } from '../../look/icons.js';
import { PopoverButton } from '../../look/popover-button.js';
import type { Notices } from '../room/use-notices.js';
import { texts } from '../texts.js';
import { callFor, isGrave, measuresFor, type Measure } from './moderation.js';

interface Props {
  readonly person: Member;
  readonly room: Room;
  /** One's own. */
  readonly role: Role;
  readonly notices: Notices;
}

export function ModerationMenu({ person, room, role, notices }: Props) {
  const said = useTexts(texts);
  const { rest } = useClient();
  const measures = measuresFor(role, person.role);
  if (measures.length === 0) return null;
  const take = (measure: Measure): void => {
    const { method, path, body } = callFor(measure, { userId: person.userId, roomId: room.id }, Date.now());
    const done = (): void => notices.say(said.moderated[measure](person.name));
    notices.tell(rest.request(method, path, body).then(done));
  };
  return (
    <PopoverButton
      label={said.moderate(person.name)}
      className="icon-button person-more"
      inside={(close) =>
        measures.map((measure) => (
          <MeasureItem
            key={measure}
            measure={measure}
            onTake={() => {
              take(measure);
              close();
            }}
          />
        ))
      }
    >
      <MoreIcon />
    </PopoverButton>
  );
}

function MeasureItem({ measure, onTake }: { readonly measure: Measure; readonly onTake: () => void }) {
  const { moderation: said } = useTexts(texts);
  const [asked, setAsked] = useState(false);
  const mustAsk = isGrave(measure) && !asked;
  return (
    <button
      type="button"
      className="menu-item"
      data-asked={asked}
      onClick={mustAsk ? () => setAsked(true) : onTake}
      onBlur={() => setAsked(false)}
    >
      {asked ? said.sure : said[measure]}
    </button>
  );
}
