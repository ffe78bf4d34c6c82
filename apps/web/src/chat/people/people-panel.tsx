import type { Member, Role, Room } from '@noroshi/client';
import { usePresence } from '@noroshi/react';
import { useTexts } from '../../i18n/use-texts.js';
import { Avatar } from '../../look/avatar.js';
import { useMe } from '../me.js';
import type { Notices } from '../room/use-notices.js';
import { SidePanel } from '../side-panel.js';
import { texts } from '../texts.js';
import { ModerationMenu } from './moderation-menu.js';
import { useStatus } from './use-status.js';

export interface PeoplePanelProps {
  readonly room: Room;
  readonly members: readonly Member[];
  /** One's own. */
  readonly role: Role;
  readonly notices: Notices;
  readonly onClose: () => void;
}

const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
  one.name.localeCompare(other.name);

export function PeoplePanel({ room, members, role, notices, onClose }: PeoplePanelProps) {
  const said = useTexts(texts);
  const { people, count } = usePresence(room);
  const here = [...people].sort(byName).map(({ userId, name }): Member => {
    const member = members.find((known) => known.userId === userId);
    return { userId, name, role: member?.role ?? 'member', isPresent: true };
  });
  const away = members.filter(({ userId }) => !people.some((person) => person.userId === userId)).sort(byName);
  const shared = { room, role, notices };
  return (
    <SidePanel title={said.hereTitle} onClose={onClose}>
      <div className="side-body">
        <ul className="people-list" data-testid="people">
          {here.map((person) => (
            <PersonRow key={person.userId} person={person} {...shared} />
          ))}
        </ul>
        {count > here.length && <p className="person-note people-more">… {said.more}</p>}
        {away.length > 0 && (
          <>
            <h3 className="side-subtitle">{said.membersTitle}</h3>
            <ul className="people-list" data-testid="members">
              {away.map((person) => (
                <PersonRow key={person.userId} person={{ ...person, isPresent: false }} {...shared} />
              ))}
            </ul>
          </>
        )}
      </div>
    </SidePanel>
  );
}

interface RowProps extends Pick<PeoplePanelProps, 'room' | 'role' | 'notices'> {
  readonly person: Member;
}

function PersonRow({ person, room, role, notices }: RowProps) {
  const said = useTexts(texts);
  const isMe = person.userId === useMe().userId;
  const status = useStatus(person.userId, person.isPresent);
  const note = person.role === 'member' ? isMe && said.you : said.roles[person.role];
  return (
    <li className="person" data-status={status}>
      <span className="person-face">
        <Avatar userId={person.userId} name={person.name} />
        <span className="status-dot" title={said.statuses[status]} />
      </span>
      <bdi className="person-name">{person.name}</bdi>
      <span className="hidden-label">{said.statuses[status]}</span>
      {note !== false && <span className="person-note">{note}</span>}
      {!isMe && role !== 'member' && <ModerationMenu {...{ person, room, role, notices }} />}
    </li>
  );
}
